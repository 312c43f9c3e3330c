"""Plays the merging: the weights are hashes, in a file of the real form. What goes wrong stands in the pipeline's fake.json."""
import errno
import hashlib
import json
import os
import signal
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fine_tuning_export as export
import fine_tuning_target as target
from fine_tuning_job import sha256


def knobs(root):
    try:
        with open(os.path.join(root, "fake.json")) as file:
            return json.load(file)
    except OSError:
        return {}


def merge(request, precision, folder, events):
    root, knob = request["root"], knobs(request["root"])
    events.step("loading")
    write(os.path.join(folder, "model.safetensors"), " ".join([sha256(os.path.join(request["base"]["path"], "model.safetensors")),
                                                               sha256(os.path.join(request["adapter"], "adapter_model.safetensors")), precision]))
    for name in ("config.json", "generation_config.json"):  # which transformers writes in its own words
        with open(os.path.join(folder, name), "w") as file:
            file.write("{\"written_by\": \"transformers\"}")
    fault(knob.get("export"), request)
    with open(os.path.join(root, "merging"), "w") as file:
        file.write(str(os.getpid()))
    while knob.get("hold") and not os.path.exists(os.path.join(root, "go")):
        time.sleep(0.01)
    events.step("merging", 1, 1)
    return {"torch": "fake"}


def write(path, text):
    data = text.encode() + b"\0" * (-len(text) % 4)
    header = json.dumps({"weight": {"dtype": "F32", "shape": [len(data) // 4], "data_offsets": [0, len(data)]}}).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)) + header + data)


def fault(kind, request):
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "memory":
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:127] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes")
    if kind == "disk":
        raise OSError(errno.ENOSPC, "No space left on device")
    if kind == "disk_in_rust":
        raise RuntimeError("Error while serializing: I/O error: No space left on device (os error 28)")
    if kind == "library":
        raise ImportError("No module named 'peft'", name="peft")
    if kind == "bug":
        raise ValueError("what a library says: " + str(request.get("card")))


def slowly(release):
    def tidy(self):
        time.sleep(0.3)
        release(self)
    return tidy


if __name__ == "__main__":
    with open(sys.argv[1]) as asked:
        knob = knobs(json.load(asked)["root"])
    if "free" in knob:
        target.free_bytes = lambda folder: knob["free"]
    if knob.get("slow_to_tidy"):
        target.Target.release = slowly(target.Target.release)
    export.main(merge)
