"""What a user already has comes out whole, and what a stranger packed does no harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import resource
import stat
import struct
import tarfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kronika.base.errors import ArchiveError, CopyRefused, UsageError
from kronika.collect.unpack import Limits, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD = Limits()
TEXT = b"id,name\n1,Invented Person\n"


def zipped(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def write(folder: Path, name: str, data: bytes | bytearray) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def contents(path: Path, limits: Limits = STANDARD) -> dict[str, bytes]:
    with unpack(path, limits) as found:
        assert found.skipped == []
        return {name: file.read_bytes() for name, file in found.files}


def refused(path: Path, limits: Limits = STANDARD) -> str:
    with pytest.raises(CopyRefused) as caught, unpack(path, limits):
        pass
    assert "\n" not in str(caught.value)
    return str(caught.value)


def skipped(path: Path) -> dict[str, str]:
    with unpack(path) as found:
        assert found.files == []
        return dict(found.skipped)


def test_a_plain_file_is_found_where_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "list.csv", TEXT)
    with unpack(path) as found:
        assert found.files == [("list.csv", path)]


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.csv: there is no such file"), unpack(tmp_path / "none.csv"):
        pass


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match=r"pipe: is neither a file nor a folder"), unpack(tmp_path / "pipe"):
        pass


def test_a_folder_gives_its_files_in_order_and_names_what_it_passes_over(tmp_path: Path) -> None:
    for name in ("b.csv", "a/2.csv", "a/1.csv", ".hidden", ".git/config"):
        write(tmp_path / "lists", name, TEXT)
    (tmp_path / "lists" / "link.csv").symlink_to(tmp_path / "lists" / "b.csv")
    (tmp_path / "lists" / "broken.csv").symlink_to(tmp_path / "none")
    (tmp_path / "lists" / "up").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "lists" / "pipe")
    with unpack(tmp_path / "lists") as found:
        assert [name for name, _ in found.files] == ["a/1.csv", "a/2.csv", "b.csv", "link.csv"]
        assert dict(found.skipped) == {
            ".git": "is hidden",
            ".hidden": "is hidden",
            "broken.csv": "is not a regular file",
            "pipe": "is not a regular file",
            "up": "is a link to a folder",
        }


def test_an_archive_in_a_folder_is_unpacked(tmp_path: Path) -> None:
    write(tmp_path / "lists", "uk/old.zip", zipped({"2020/list.csv": TEXT}))
    assert contents(tmp_path / "lists") == {"uk/old.zip!2020/list.csv": TEXT}


@pytest.mark.parametrize(
    ("name", "data", "members"),
    [
        ("a.zip", zipped({"list.csv": TEXT, "x/names.csv": b"1,x"}), {"list.csv": TEXT, "x/names.csv": b"1,x"}),
        ("content", zipped({"list.csv": TEXT}), {"list.csv": TEXT}),
        ("a.zip", zipped({"folder/": b"", r"folder\list.csv": TEXT}), {"folder/list.csv": TEXT}),
        ("a.zip", zipped({"list\x1b[31m.csv": TEXT}), {"list?[31m.csv": TEXT}),
        ("a.tar", tarred({"./list.csv": TEXT, "names.csv": b""}), {"list.csv": TEXT, "names.csv": b""}),
        ("a.tar.gz", tarred({"list.csv": TEXT}, "w:gz"), {"list.csv": TEXT}),
        ("a.tgz", tarred({"list.csv": TEXT}, "w:gz"), {"list.csv": TEXT}),
        ("a.tar.xz", tarred({"list.csv": TEXT}, "w:xz"), {"list.csv": TEXT}),
        ("a.tar.bz2", tarred({"list.csv": TEXT}, "w:bz2"), {"list.csv": TEXT}),
        ("list.csv.gz", gzip.compress(TEXT), {"list.csv": TEXT}),
        ("list.csv.xz", lzma.compress(TEXT), {"list.csv": TEXT}),
        ("list.csv.bz2", bz2.compress(TEXT), {"list.csv": TEXT}),
        ("a.zip", zipped({"b.zip": zipped({"list.csv": TEXT})}), {"b.zip!list.csv": TEXT}),
        ("a.zip", zipped({"b.tgz": tarred({"list.csv": TEXT}, "w:gz")}), {"b.tgz!list.csv": TEXT}),
        ("a.tar", tarred({"list.csv.gz": gzip.compress(TEXT)}), {"list.csv.gz!list.csv": TEXT}),
        ("a.tar", tarred({"Ліст" * 40 + ".csv": TEXT}), {"Ліст" * 40 + ".csv": TEXT}),
    ],
)
def test_archives_give_their_members(tmp_path: Path, name: str, data: bytes, members: dict[str, bytes]) -> None:
    assert contents(write(tmp_path, name, data)) == {f"{name}!{member}": data for member, data in members.items()}


def test_what_was_unpacked_is_deleted_afterwards(tmp_path: Path) -> None:
    path = write(tmp_path, "a.zip", zipped({"b.zip": zipped({"list.csv": TEXT})}))
    (tmp_path / "work").mkdir()
    with unpack(path, folder=tmp_path / "work") as found:
        assert found.files[0].path.is_relative_to(tmp_path / "work")
        assert sum(1 for file in (tmp_path / "work").rglob("*") if file.is_file()) == 1
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("list.xlsx", {"xl/workbook.xml": b"<x/>"}),
        ("content", {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
        ("content", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    ],
)
def test_a_spreadsheet_stays_whole(tmp_path: Path, name: str, members: dict[str, bytes]) -> None:
    data = zipped(members)
    assert contents(write(tmp_path, name, data)) == {name: data}
    assert contents(write(tmp_path, "a.zip", zipped({name: data}))) == {f"a.zip!{name}": data}


def test_an_archive_two_levels_down_is_passed_over(tmp_path: Path) -> None:
    data = TEXT
    for name in ("list.csv", "c.zip", "b.zip"):
        data = zipped({name: data})
    reason = "is an archive in an archive in an archive; unpack it yourself"
    assert skipped(write(tmp_path, "a.zip", data)) == {"a.zip!b.zip!c.zip": reason}


@pytest.mark.parametrize("name", ["../list.csv", "a/../../list.csv", "/etc/list.csv", r"..\list.csv", r"C:\list.csv"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_of_the_archive_is_passed_over(tmp_path: Path, pack: type, name: str) -> None:
    found = skipped(write(tmp_path, "a", pack({name: TEXT})))
    assert found == {"a!" + name.replace("\\", "/"): "has a name that leads out of the archive"}


@pytest.mark.parametrize("name", [".list.csv", "x/.list.csv", "__MACOSX/x/._list.csv", ".git/list.csv"])
def test_hidden_members_are_passed_over(tmp_path: Path, name: str) -> None:
    assert skipped(write(tmp_path, "a.zip", zipped({name: TEXT}))) == {f"a.zip!{name}": "is hidden"}


def test_links_devices_and_sparse_files_in_a_tar_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE):
            info = tarfile.TarInfo(f"list{kind.decode()}.csv")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    reason = "is a link, a device or a sparse file"
    assert skipped(path) == {f"a.tar!list{kind}.csv": reason for kind in "2136S"}


def test_a_link_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("list.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert skipped(tmp_path / "a.zip") == {"a.zip!list.csv": "is a link or a device"}


def test_an_encrypted_zip_is_one_line(tmp_path: Path) -> None:
    data = bytearray(zipped({"list.csv": TEXT}))
    data[6] |= 1  # general purpose flag of the local header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and of the directory
    assert refused(write(tmp_path, "a.zip", bytes(data))) == "a.zip: is encrypted; unpack it yourself and add the files"


# Bombs


def test_bytes_that_come_out_are_counted_against_the_size_of_the_archive(tmp_path: Path) -> None:
    zeros = bytes(3 << 20)
    packed = [zipped({"z": zeros}), tarred({"z": zeros}, "w:gz"), gzip.compress(zeros), bz2.compress(zeros)]
    for data in (*packed, lzma.compress(zeros), zipped({"z.zip": zipped({"z": zeros})})):
        path = write(tmp_path, "bomb", data)
        assert "bomb: unpacks to more than 1,048,576 bytes" in refused(path, Limits(free=1 << 20))
        assert "bomb: unpacks to more than 2,000,000 bytes" in refused(path, Limits(size=2_000_000))
        assert contents(path, Limits(ratio=1 << 20))


def test_the_standard_limits_stop_a_bomb_before_it_fills_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("z", "w") as member:
        for _ in range(70):
            member.write(bytes(1 << 20))
    assert "unpacks to more than 67,108,864 bytes" in refused(path)


def test_a_header_that_lies_about_the_size_changes_nothing(tmp_path: Path) -> None:
    data = bytearray(zipped({"z": bytes(3 << 20)}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    with pytest.raises(CopyRefused, match=r"damaged or cut off|unpacks to more"), unpack(write(tmp_path, "a", data)):
        pass


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_are_counted(tmp_path: Path, pack: type) -> None:
    path = write(tmp_path, "many", pack({str(number): b"" for number in range(11)}))
    assert "many: holds more than 10 members" in refused(path, Limits(members=10))
    assert len(contents(path, Limits(members=11))) == 11


def test_a_tar_bomb_in_a_member_that_is_passed_over_is_counted_too(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tgz", tarred({".hidden": bytes(3 << 20), "list.csv": TEXT}, "w:gz"))
    assert "unpacks to more than" in refused(path, Limits(free=1 << 20))


# Damage


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.95])
@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.xz", "a.tar.bz2", "list.csv.gz", "list.csv.xz"])
def test_a_truncated_archive_is_one_line(tmp_path: Path, name: str, cut: float) -> None:
    members = {"one.csv": os.urandom(10_000), "two.csv": os.urandom(10_000)}
    packed = {
        "a.zip": zipped(members),
        "a.tar": tarred(members)[: 2 * (512 + 10_240) + 512],  # without the padding to a whole record
        "a.tar.gz": tarred(members, "w:gz"),
        "a.tar.xz": tarred(members, "w:xz"),
        "a.tar.bz2": tarred(members, "w:bz2"),
        "list.csv.gz": gzip.compress(members["one.csv"]),
        "list.csv.xz": lzma.compress(members["one.csv"]),
    }[name]
    assert contents(write(tmp_path, name, packed))
    assert f"{name}: damaged or cut off" in refused(write(tmp_path, name, packed[: int(len(packed) * cut)]))


def test_a_tar_cut_off_between_two_members_is_damaged(tmp_path: Path) -> None:
    data = tarred({"one.csv": bytes(512), "two.csv": bytes(512)})
    assert "damaged or cut off" in refused(write(tmp_path, "a.tar", data[:1024]))


def test_a_damaged_header_does_not_end_a_tar_in_silence(tmp_path: Path) -> None:
    data = bytearray(tarred({"one.csv": bytes(512), "two.csv": bytes(512)}))
    data[1024] ^= 1
    assert "a.tar: damaged or cut off (bad checksum)" in refused(write(tmp_path, "a.tar", data))


def test_a_member_that_lies_outside_the_archive_is_damage(tmp_path: Path) -> None:
    data = bytearray(zipped({"list.csv": TEXT, "names.csv": TEXT}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 42 : directory + 46] = b"\xff\xff\xff\x7f"
    end = data.index(b"PK\x05\x06")
    data[end + 16 : end + 20] = struct.pack("<I", directory + 0x7FFFFFF0)
    assert "a.zip: damaged or cut off" in refused(write(tmp_path, "a.zip", data))


def test_a_member_without_a_name_is_a_file(tmp_path: Path) -> None:
    nameless = zipped({"QQ": TEXT}).replace(b"QQ", b"\0\0")
    assert contents(write(tmp_path, "a.zip", nameless)) == {"a.zip!": TEXT}


def test_a_member_whose_checksum_is_wrong_is_damaged(tmp_path: Path) -> None:
    for name, data in (("a.zip", zipped({"list.csv": TEXT})), ("list.csv.gz", gzip.compress(TEXT))):
        spoilt = data.replace(struct.pack("<I", zlib.crc32(TEXT)), b"\0\0\0\0")
        assert "damaged or cut off" in refused(write(tmp_path, name, spoilt))


def test_damage_in_a_nested_archive_names_it(tmp_path: Path) -> None:
    data = zipped({"b.gz": gzip.compress(TEXT)[:-4]})
    assert "a.zip!b.gz: damaged or cut off" in refused(write(tmp_path, "a.zip", data))


SAMPLES = [
    zipped({"list.csv": TEXT * 3, "b.gz": gzip.compress(TEXT)}),
    tarred({"list.csv": TEXT * 3, "b.gz": gzip.compress(TEXT)}),
    tarred({"list.csv": TEXT * 3, "long" * 40: TEXT}, "w:gz"),
    tarred({"list.csv": TEXT * 3}, "w:xz"),
    bz2.compress(TEXT),
]


@settings(deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8))
def test_whatever_is_wrong_with_an_archive_is_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, changes: list[tuple[float, int]]
) -> None:
    spoilt = bytearray(data)
    for place, value in changes:
        spoilt[int(place * len(spoilt))] = value
    path = write(tmp_path_factory.getbasetemp(), "spoilt", spoilt)
    with suppress(CopyRefused), unpack(path, Limits(size=1 << 20)) as found:
        assert all(file.is_file() for _, file in found.files)


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    path = write(tmp_path, "a.zip", zipped({"list.csv": os.urandom(1 << 20)}))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(ArchiveError, match=r"a.zip: the disk is full"), unpack(path):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
