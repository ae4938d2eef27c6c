"""The cluster of `perfkit run --cluster` cannot be used as it is."""

from __future__ import annotations

from perfkit.errors.base import PerfkitError
from perfkit.errors.usage import UsageError


class MissingCluster(UsageError):
    """The extra perfkit[cluster] is not installed."""

    zh = "--cluster 需要 dask.distributed，本机未安装。请安装：{install}；或去掉 --cluster，在本机运行。"
    en = "--cluster needs dask.distributed, which is not installed. Install it: {install}; or run without --cluster."


class ClusterError(PerfkitError):
    """The cluster cannot be used; whoever catches this does the runs here."""

    exit_code = 7
    zh = "{detail}"
    en = "{detail}"


class NoCluster(ClusterError):
    """Nobody answers at the address, or there are no workers."""

    zh = "无法使用集群 {address}：{found}。改在本机运行；请检查调度器的地址。"
    en = "The cluster {address} cannot be used: {found}. Running here instead; check the address of the scheduler."


class LostCluster(ClusterError):
    """The scheduler or all of its workers went away."""

    zh = "集群 {address} 已不可用：{found}。其余的运行改在本机完成。"
    en = "The cluster {address} was lost: {found}. The other runs are done here."


class NoExchange(ClusterError):
    """The store that worker and this machine exchange files through refuses."""

    zh = "无法读写交换存储 {url}：{found}。改在本机运行；请检查 --exchange 的地址和权限。"
    en = (
        "The exchange store {url} cannot be used: {found}. Running here instead; check the address of --exchange and "
        "its permissions."
    )


class NoSharedFolder(ClusterError):
    """A worker does not see the workspace."""

    zh = (
        "计算节点 {host} 看不到工作区 {path}，改在本机运行。请把工作区放在各节点共用的文件夹中，"
        "或用 --exchange 指定双方可达的存储。"
    )
    en = (
        "The worker {host} does not see the workspace {path}; running here instead. Put it into a folder that all of "
        "them share, or name a store that all of them reach with --exchange."
    )


class OtherVersion(ClusterError):
    """A worker has another perfkit than this machine."""

    zh = "计算节点 {host} 上的 perfkit 是 {found}，本机是 {expected}，改在本机运行。请装成同一版本。"
    en = "The worker {host} has perfkit {found}, this machine {expected}: running here instead. Install one version."
