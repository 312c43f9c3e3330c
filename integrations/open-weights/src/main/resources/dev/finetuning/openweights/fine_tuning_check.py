"""Prints as one line of JSON what a Python environment has that training needs; with --device, where it would train."""
import importlib.metadata
import json
import os
import platform
import sys

NEEDED = ("torch", "transformers", "peft", "trl", "datasets", "accelerate")


def free_memory():
    try:
        with open("/proc/meminfo") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


report = {"python": platform.python_version(), "executable": sys.executable, "versions": {}, "device": "cpu"}
for name in NEEDED:
    try:
        report["versions"][name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
report["free_memory_bytes"] = free_memory()
if "--device" in sys.argv and "torch" in report["versions"]:
    try:
        import torch
        if torch.cuda.is_available():
            free, _ = torch.cuda.mem_get_info()
            report.update(device="cuda", device_name=torch.cuda.get_device_name(), free_memory_bytes=free)
    except Exception as failure:
        report["broken"] = f"torch cannot be imported: {type(failure).__name__}"
print(json.dumps(report))
