"""The weight files of a base model, as transformers finds them. Needs the standard library alone."""
import hashlib
import json
import math
import os
import struct

from fine_tuning_job import sha256
from fine_tuning_rows import Failed

WIDTHS = {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "F16": 2, "BF16": 2}
TORCH_WIDTHS = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2}


def safetensors(names):
    """The weights among the names of a folder: *.safetensors*, so with the index of shards."""
    return sorted(name for name in names if ".safetensors" in name)


def weight_files(folder):
    """The names of all weight files with their index. As transformers does, it takes PyTorch's where there are no others."""
    names = os.listdir(folder)
    if any(name.endswith(".safetensors") for name in names):
        return safetensors(names)
    found = sorted(name for name in names if name.startswith("pytorch_model") and ".bin" in name)
    if not any(name.endswith(".bin") for name in found):
        raise Failed("base_model", f"there are no weights in {folder}: it has neither *.safetensors nor pytorch_model*.bin")
    return found


def base_sha256(root, place):
    """What `sha256sum *.safetensors* | sha256sum` prints in the base model's folder, or `sha256sum pytorch_model*.bin* | sha256sum`
    where there are no others; kept, for it takes seconds per GB."""
    names = weight_files(place)
    paths = [os.path.join(place, name) for name in names]
    state = json.dumps([place, [[name, os.path.getsize(path), os.stat(path).st_mtime_ns] for name, path in zip(names, paths)]])
    kept = os.path.join(root, "hashes", hashlib.sha256(state.encode()).hexdigest())
    try:
        with open(kept) as file:
            return file.read()
    except OSError:
        pass
    digest = of_lines((sha256(path), name) for path, name in zip(paths, names))
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    with open(f"{kept}.{os.getpid()}", "w") as file:
        file.write(digest)
    os.rename(f"{kept}.{os.getpid()}", kept)
    return digest


def of_lines(hashes):
    """The hash of what sha256sum prints of files, each a hash and a name."""
    return hashlib.sha256("".join(f"{digest}  {name}\n" for digest, name in hashes).encode()).hexdigest()


def weights(folder):
    """How many numbers the weight files of a folder hold, and in how many bytes. PyTorch's files do not say it without
    being loaded: they count as numbers of the width that config.json names."""
    numbers = size = 0
    for name in weight_files(folder):
        path = os.path.join(folder, name)
        if name.endswith(".bin"):
            size += os.path.getsize(path)
        elif name.endswith(".safetensors"):
            with open(path, "rb") as file:
                header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
            for key, tensor in header.items():
                if key != "__metadata__":
                    count = math.prod(tensor["shape"])
                    numbers, size = numbers + count, size + count * WIDTHS.get(tensor["dtype"], 1)
    if not size:
        raise Failed("base_model", f"there are no weights in {folder}: its files hold none")
    return numbers or size // width(folder), size


def width(folder):
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    return TORCH_WIDTHS.get(config.get("dtype") or config.get("torch_dtype"), 4)
