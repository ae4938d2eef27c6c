"""Every exception perfkit raises on purpose, each with its words and its exit code.

Wrong *data* is never an exception: it is a `Finding`, collected and shown to the reader
(perfkit.ledger.findings). An exception means: cannot go on. It words itself in one sentence
(what, where, expected against found) followed by what to do next, in Chinese or English.

    PerfkitError              1
    ├── UsageError            2   the command or call was wrong
    │   ├── UnknownParameter      a notebook has no such parameter
    │   ├── IllTypedParameter     a parameter's value is of another type
    │   ├── ReservedParameter     unit, year, project, language have options of their own
    │   ├── UnknownPeriod         monitoring as of a period that nothing is told of
    │   ├── UnknownNotebook
    │   ├── UnknownEdition        neither auditor nor public
    │   ├── NotOneParametersCell
    │   ├── NotAPage              `perfkit export html` of another file
    │   ├── NotEmptyFolder        `perfkit new` into a folder that holds something
    │   ├── MissingCluster        the extra perfkit[cluster] is not installed
    │   ├── NameTaken             `perfkit add` of a second, different file under the same name
    │   ├── UnusableName          of a unit's folder or of a raw file
    │   ├── NoDossier             pages that `perfkit run` has not made yet
    │   ├── NoBrowser             nothing that could print pages is installed
    │   ├── BrowserFailed         it printed nothing
    │   ├── NoManifest            `perfkit verify` of what is no dossier
    │   ├── NoRawFiles            `--raw` names a folder without raw files of the dossier
    │   ├── NotADossierArchive    `perfkit verify` of another zip
    │   ├── BadKey                a file that is no key
    │   └── MissingSigning        the extra perfkit[sign] is not installed
    ├── WorkspaceError        3   the folder of exports is not as it must be
    │   ├── NoWorkspace
    │   ├── UnknownUnit
    │   ├── UnknownYear
    │   ├── UnknownProject
    │   ├── NotAYear              a folder named by no year
    │   ├── NothingToLoad
    │   ├── ChangedSource         a raw file is no longer the one that was registered
    │   ├── BadConfiguration      unit.toml, projects.csv, a mapping file
    │   ├── StaleCache            the cache was replaced or damaged while its ledger was in use
    │   ├── StaleCorrection       an entry of corrections.toml no longer fits what was read
    │   ├── AlreadyRunning        another batch is at work in the workspace
    │   └── CannotWrite
    │       └── DiskFull
    ├── ReadError             4   an export cannot be read at all
    │   ├── MissingFile
    │   ├── CannotRead            the system refuses: locked by another program, or not permitted
    │   ├── EmptyFile
    │   ├── BrokenFile            truncated, or not what its name says
    │   ├── ProtectedFile         needs a password
    │   ├── WrongEncoding
    │   ├── UnknownHeader
    │   │   ├── GarbledText       mojibake in a workbook, where the header should be
    │   │   └── TablesSideBySide  several tables in one sheet, and no mapping tells how wide they are
    │   ├── UnknownKind
    │   ├── NotATargetSheet       targets.xlsx is another workbook
    │   ├── UnsafeFile            declares what no export needs, and what could do harm
    │   ├── TooLarge
    │   └── MissingTool           the program that reads the format is not installed
    ├── DataFault             5   `perfkit check` found errors in the data
    ├── ReportConflicts       5   `perfkit review` found what a report must not say
    ├── UnshowableOutput      6   a notebook made an output that its page cannot show
    ├── UntraceableAmount     6   a page prints an amount that its lines do not add up to
    ├── RunFailed             6   some notebooks failed; the others are done
    ├── ClusterError          7   the cluster of `perfkit run --cluster` cannot be used as it is
    │   ├── NoCluster             nobody answers
    │   ├── LostCluster           it went away
    │   ├── NoExchange            the store for files refuses
    │   ├── NoSharedFolder        a worker does not see the workspace
    │   └── OtherVersion          a worker has another perfkit
    └── NotProved             8   `perfkit verify` found what is not as it must be
"""

from perfkit.errors.base import LANGUAGES, Language, PerfkitError, default_language, is_a_run
from perfkit.errors.clusters import (
    ClusterError,
    LostCluster,
    MissingCluster,
    NoCluster,
    NoExchange,
    NoSharedFolder,
    OtherVersion,
)
from perfkit.errors.proof import BadKey, MissingSigning, NoManifest, NoRawFiles, NotADossierArchive, NotProved
from perfkit.errors.reading import (
    BrokenFile,
    CannotRead,
    EmptyFile,
    GarbledText,
    MissingFile,
    MissingTool,
    NotATargetSheet,
    ProtectedFile,
    ReadError,
    TablesSideBySide,
    TooLarge,
    UnknownHeader,
    UnknownKind,
    UnsafeFile,
    WrongEncoding,
)
from perfkit.errors.results import (
    DataFault,
    ReportConflicts,
    RunFailed,
    UnshowableOutput,
    UntraceableAmount,
)
from perfkit.errors.usage import (
    BrowserFailed,
    IllTypedParameter,
    NameTaken,
    NoBrowser,
    NoDossier,
    NotAPage,
    NotEmptyFolder,
    NotOneParametersCell,
    ReservedParameter,
    UnknownEdition,
    UnknownNotebook,
    UnknownParameter,
    UnknownPeriod,
    UnusableName,
    UsageError,
)
from perfkit.errors.workspaces import (
    AlreadyRunning,
    BadConfiguration,
    CannotWrite,
    ChangedSource,
    DiskFull,
    NotAYear,
    NothingToLoad,
    NoWorkspace,
    StaleCache,
    StaleCorrection,
    UnknownProject,
    UnknownUnit,
    UnknownYear,
    WorkspaceError,
)

__all__ = [
    "LANGUAGES",
    "AlreadyRunning",
    "BadConfiguration",
    "BadKey",
    "BrokenFile",
    "BrowserFailed",
    "CannotRead",
    "CannotWrite",
    "ChangedSource",
    "ClusterError",
    "DataFault",
    "DiskFull",
    "EmptyFile",
    "GarbledText",
    "IllTypedParameter",
    "Language",
    "LostCluster",
    "MissingCluster",
    "MissingFile",
    "MissingSigning",
    "MissingTool",
    "NameTaken",
    "NoBrowser",
    "NoCluster",
    "NoDossier",
    "NoExchange",
    "NoManifest",
    "NoRawFiles",
    "NoSharedFolder",
    "NoWorkspace",
    "NotADossierArchive",
    "NotAPage",
    "NotATargetSheet",
    "NotAYear",
    "NotEmptyFolder",
    "NotOneParametersCell",
    "NotProved",
    "NothingToLoad",
    "OtherVersion",
    "PerfkitError",
    "ProtectedFile",
    "ReadError",
    "ReportConflicts",
    "ReservedParameter",
    "RunFailed",
    "StaleCache",
    "StaleCorrection",
    "TablesSideBySide",
    "TooLarge",
    "UnknownEdition",
    "UnknownHeader",
    "UnknownKind",
    "UnknownNotebook",
    "UnknownParameter",
    "UnknownPeriod",
    "UnknownProject",
    "UnknownUnit",
    "UnknownYear",
    "UnsafeFile",
    "UnshowableOutput",
    "UntraceableAmount",
    "UnusableName",
    "UsageError",
    "WorkspaceError",
    "WrongEncoding",
    "default_language",
    "is_a_run",
]
