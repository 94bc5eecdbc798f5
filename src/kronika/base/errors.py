"""Every exception that Kronika raises on purpose.

KronikaError                  the base: its text is one line that says where and what to do
├── UsageError                the command or the call was wrong
├── ConfigError               casebook.toml, corrections.csv or the environment holds a malformed value
├── ArchiveError              bytes are missing or altered, or the log does not chain
│   └── FetchError            a publisher could not be reached, or answered with something else
├── CopyRefused               a copy of a list cannot be what it claims to be; the last good one stays current
├── BuildError                a build cannot start or finish; the last good state still answers
└── Unreadable                one value or record that a reader does not understand: becomes a Refusal
"""


class KronikaError(Exception):
    """Base of all errors raised on purpose; `str()` is one line for the user."""


class UsageError(KronikaError):
    """A command or call that cannot be carried out as given."""


class ConfigError(KronikaError):
    """A malformed setting; names the file and the key."""


class ArchiveError(KronikaError):
    """The archive is not what its log says."""


class FetchError(ArchiveError):
    """A publisher's answer that cannot be kept as a document."""


class CopyRefused(KronikaError):
    """A whole copy of a list is refused: truncated, another format, too few records."""


class BuildError(KronikaError):
    """A build that cannot start or finish."""


class Unreadable(KronikaError):
    """A value or record that is printed in a way the reader does not understand."""
