"""Texts that exports may hold and that must stay texts, whatever they are shown in.

Each would set `window.pwned`, fetch something, compute something or read as something else, if it were obeyed anywhere.
"""

from __future__ import annotations

_ACT = "window.pwned=1"
_MARKUP = (
    f"<script>{_ACT}</script>", f"</script><script>{_ACT}</script>", f"<SCRIPT>{_ACT}</SCRIPT>", f"<scr<script>ipt>{_ACT}</script>",
    f"<script src=data:text/javascript,{_ACT}></script>", f"<img src=x onerror={_ACT}>", f"<img src=x onerror='{_ACT}'//",
    f'"><img src=x onerror={_ACT}>', f"'><img src=x onerror={_ACT}>", f"<svg onload={_ACT}>", f"<svg><script>{_ACT}</script></svg>",
    f"<svg/onload={_ACT}//", f"<body onload={_ACT}>", "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<iframe src=https://evil.example/>", f"<details open ontoggle={_ACT}>", f"<input autofocus onfocus={_ACT}>",
    f"<video><source onerror={_ACT}></video>", f"<audio src=x onerror={_ACT}>", f"<math><mtext></table><img src=x onerror={_ACT}>",
    f"<table background=javascript:{_ACT}>", f"<object data=javascript:{_ACT}>", f"<embed src=javascript:{_ACT}>",
    f"<a href=javascript:{_ACT}>x</a>", f"<a href='java\tscript:{_ACT}'>x</a>", f"<form action=javascript:{_ACT}><button>",
    f"<button formaction=javascript:{_ACT}>x", "<base href=https://evil.example/>", "<link rel=stylesheet href=https://evil.example/a.css>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>", "<style>@import 'https://evil.example/a.css';</style>",
    "<style>*{background:url(https://evil.example/a)}</style>", "<div style=background:url(https://evil.example/b)>",
    f"<!--><img src=x onerror={_ACT}>-->", f"--><script>{_ACT}</script><!--", f"]]><script>{_ACT}</script>", "<![CDATA[x",
    f"</title><script>{_ACT}</script>", f"</textarea><script>{_ACT}</script>", f"</style><script>{_ACT}</script>",
    f"</table></main><script>{_ACT}</script>", f"<noscript><p title='</noscript><img src=x onerror={_ACT}>'>",
    f"<x onclick={_ACT}>点我", f"&lt;script&gt;{_ACT}&lt;/script&gt;", f"&#60;script&#62;{_ACT}", "&amp;&lt;&quot;&#39;", "<b>粗</b><i>斜",
    "<", ">", "&", '"', "'", "`", "\\", "<<>>", "</", "<!--", "-->", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
)  # fmt: skip
_SCRIPT = (
    f"javascript:{_ACT}", f"JaVaScRiPt:{_ACT}", f"vbscript:{_ACT}", f"data:text/html,<script>{_ACT}</script>", f"';{_ACT}//", f'";{_ACT}//',
    f"`;{_ACT}//", f"${{{_ACT}}}", f"\\u003cscript\\u003e{_ACT}", f"\\x3cscript\\x3e{_ACT}", f"\\';{_ACT}//", "__proto__", "constructor", "toString",
    "hasOwnProperty", '{"__proto__":{"pwned":1}}', "null", "undefined", "NaN", "[object Object]",
)  # fmt: skip
_TEMPLATES = (
    "{{ 7*7 }}", "{{ config }}", "{{ ''.__class__.__mro__ }}", "{% for x in y %}", "{% include '/etc/passwd' %}", "{# 注 #}", "{0}", "{subject}",
    "{0.__class__}", "%(x)s", "%s%n", "%{x}", "%{customdata}", "%{meta.rows[0][0]}", "$x^2$", "$$\\frac{1}{0}$$", "\\(x\\)", "<%= 7*7 %>", "#{7*7}",
    "![x](https://evil.example/a.png)", f"[x](javascript:{_ACT})", "# 标题", "| a | b |", "```", "<extra></extra>", "<br>换行", "<a href='https://evil.example'>x</a>",
)  # fmt: skip
_FORMULAS = (
    "=1+1", "=cmd|'/C calc'!A0", "=HYPERLINK(\"https://evil.example\",\"x\")", "=WEBSERVICE(\"https://evil.example\")", "@SUM(1+1)",
    "+1+1", "-1+cmd|'/C calc'!A0", "=IMPORTXML(\"https://evil.example\",\"//a\")", "＝1+1", "＋1+1", "＠SUM(1)", "'=1+1", "{=1+1}", "0123", "1E5", "2021-01-01",
)  # fmt: skip
_UNSEEN = (
    "付款\u202e321\u202c元", "\u2066左\u2069", "\u200f右", "零\u200b宽", "连\u200d接", "软\u00ad连字", "\u2060词连", "阿\u061c拉伯", "A\u2028B", "A\u2029B",
    "a\u0301\u0301\u0301\u0301", "🧾💰", "𠮷野家", "ﷺ",
)  # fmt: skip
_LONG = ("长" * 10_000, "x" * 10_000, "<b>" * 3_000, "A" * 300 + f"<script>{_ACT}</script>")

CORPUS: tuple[str, ...] = (*_MARKUP, *_SCRIPT, *_TEMPLATES, *_FORMULAS, *_UNSEEN, *_LONG)
