"""Where an export will lie, and what it takes there. Needs the standard library alone."""
import errno
import fcntl
import json
import os
import shutil

from fine_tuning_base import weights
from fine_tuning_job import force, sha256
from fine_tuning_rows import Failed

RECORD = "fine_tuning_export.json"
SPARE = 16 << 20
GGUF_BYTES = {"f32": 4, "f16": 2, "bf16": 2, "q8_0": 34 / 32}


class Target:
    """Where the export will lie: a folder, or a file with its record beside it."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        self.part = path + ".part"
        self.made = os.path.join(self.part, os.path.basename(path))
        self.record = os.path.join(path, RECORD) if folder else path + ".json"

    def found(self, wanted, events):
        """The record of the export if it is there already, whole and unchanged."""
        if not os.path.lexists(self.path) or self.folder and os.path.isdir(self.path) and not os.listdir(self.path):
            return None
        try:
            with open(self.record, encoding="utf-8") as file:
                record = json.load(file)
            of, files = record["of"], record["files"]
        except (OSError, ValueError, KeyError, TypeError):
            raise self.other("it is no export of this library")
        differing = sorted(name for name in wanted.keys() | of.keys() if wanted.get(name) != of.get(name))
        if differing:
            raise self.other("it differs in " + ", ".join(differing))
        events.step("checking")
        for name, facts in files.items():
            file = os.path.join(self.path, name) if self.folder else self.path
            if not os.path.isfile(file) or os.path.getsize(file) != facts["bytes"] or sha256(file) != facts["sha256"]:
                raise self.other(f"{name} was changed since it was written")
        return record

    def other(self, why):
        return Failed("target_exists", f"{self.path} exists with other content: {why}; remove it, or export to another place")

    def take(self):
        """Makes the folder for what is being written, and takes its lock, which ends with this process."""
        place = os.path.join(self.part, "lock")
        if os.path.isdir(self.part) and os.listdir(self.part) and not os.path.exists(place):
            raise Failed("target_exists", f"{self.part}, where the export would be written, holds something else; remove it")
        while True:
            os.makedirs(self.part, exist_ok=True)
            try:
                self._lock = open(place, "a")
                if not locked(self._lock):
                    raise Failed("busy", f"another process is exporting to {self.path}")
                if os.fstat(self._lock.fileno()).st_ino == os.stat(place).st_ino:
                    break
            except FileNotFoundError:
                pass  # an export that came to its end removed it in between
        self.clear()  # of what one left that was killed

    def clear(self):
        for name in os.listdir(self.part):
            if name != "lock":
                remove(os.path.join(self.part, name))

    def publish(self, record):
        """The record first: alone it is nothing, and what it tells of is never there without it."""
        place = os.path.join(self.made, RECORD) if self.folder else self.made + ".json"
        with open(place, "w", encoding="utf-8") as file:
            file.write(json.dumps(record, indent=2) + "\n")
        force(self.part)
        if not self.folder:
            os.rename(place, self.record)
        os.rename(self.made, self.path)

    def release(self):
        try:
            self.clear()
            os.remove(os.path.join(self.part, "lock"))
            os.rmdir(self.part)
        except OSError:
            pass  # the next export to this place clears it


def locked(file):
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError as failure:
        if failure.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.remove(path)


# sizes ----------------------------------------------------------------------------------------------------------


def files_beside(base):
    """Tokenizer, templates, configuration and licence: everything of a base model but its weights and its card."""
    return sorted(name for name in os.listdir(base) if os.path.isfile(os.path.join(base, name)) and name not in ("config.json", RECORD)
                  and (name.endswith((".json", ".jinja", ".txt", ".model", ".tiktoken")) and not name.endswith(".index.json")
                       or name.upper().startswith(("LICENSE", "LICENCE", "NOTICE"))))


def disk_needed(request):
    """The bytes that an export takes on the disk while it is written."""
    if request["kind"] == "gguf_adapter":
        return 2 * os.path.getsize(os.path.join(request["adapter"], "adapter_model.safetensors")) + SPARE
    base = request["base"]["path"]
    numbers, stored = weights(base)
    beside = sum(os.path.getsize(os.path.join(base, name)) for name in files_beside(base)) + SPARE
    if request["kind"] == "merged":
        width = {"fp32": 4, "bf16": 2, "fp16": 2}.get(request["precision"])
        return (numbers * width if width else stored) + beside
    merged = stored + beside if "adapter" in request else 0
    return merged + numbers * GGUF_BYTES[request["type"]] + beside


def free_bytes(folder):
    return shutil.disk_usage(folder).free


def require_room(request, folder):
    needed, free = int(disk_needed(request)), free_bytes(folder)
    if needed > free:
        raise Failed("disk_full", f"the export takes about {needed} bytes, and {folder} has {free} left; make room, or export to another disk")
