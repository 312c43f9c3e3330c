#!/usr/bin/env python3
"""Plays a Python environment with the trainer's packages: runs the fakes of fine-tuning-open-weights' own tests, which
speak the real protocol, in place of the scripts that need PyTorch. FAKES is the folder they are in."""
import json
import os
import shutil
import sys

FAKES = "@FAKES@"
PACKAGES = {"torch", "transformers", "peft", "trl", "datasets", "accelerate", "safetensors"}

arguments = [each for each in sys.argv[1:] if each != "-u"]
if arguments[0] == "-c":
    print(json.dumps({"python": "3.12.0", "versions": {name: "0.0" for name in PACKAGES}, "device": "cpu", "free_memory_bytes": 1 << 33}))
else:
    folder, name = os.path.split(arguments[0])
    fake = os.path.join(folder, name.replace("fine_tuning_", "fake_"))
    shutil.copy(os.path.join(FAKES, os.path.basename(fake)), fake)
    os.execv(sys.executable, [sys.executable, "-u", fake] + arguments[1:])
