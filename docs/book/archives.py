"""Files in the archives that readers unpack."""

from zipfile import ZipInfo

UNIX = 3  # the system whose modes of files an archive holds, wherever it is made


def member(name: str) -> ZipInfo:
    """Describe a file that all may read; of a fixed date, for the same bytes."""
    described = ZipInfo(name)
    described.create_system = UNIX
    described.external_attr = 0o100644 << 16
    return described
