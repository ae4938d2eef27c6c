"""The forms of a self-evaluation, filled: each function takes a ledger and gives a `perfkit.ledger.forms.Form`."""
