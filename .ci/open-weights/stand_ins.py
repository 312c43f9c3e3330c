"""Empty libraries in place of NVIDIA's, which PyPI's PyTorch for Linux is linked to even where there is no GPU.

A machine without one loads PyTorch with them, and takes a quarter of the download and a third of the disk. Every
function in them answers with an error, so PyTorch sees no GPU. For tests; users take PyTorch's own index.
usage: python stand_ins.py SITE_PACKAGES      needs gcc and readelf
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

SITE = sys.argv[1]
LIBRARIES = os.path.join(SITE, "torch", "lib")
PRESENT = re.compile(r"(libtorch|libc10|libshm|libgomp|libgfortran|libgcc_s|libstdc\+\+|libc\.so|libm\.so|libdl|librt|libpthread|"
                     r"ld-linux|libquadmath)")
# where a symbol without a version belongs: the first prefix that fits
PREFIXES = (("cusparseLt", "libcusparseLt.so.0"), ("nccl", "libnccl.so.2"), ("cuFile", "libcufile.so.0"),
            ("cudnn", "libcudnn.so.9"), ("cu", "libcuda.so.1"))


def told(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def read(library, needed, files, wanted, defined):
    needed.update(re.findall(r"NEEDED.*\[(.*)\]", told("readelf", "-d", library)))
    file = None
    for line in told("readelf", "-V", "-W", library).splitlines():
        named = re.search(r"File: (\S+)", line)
        file = named[1] if named else file
        version = re.search(r"Name: (\S+)", line)
        if version and file:
            files[version[1]] = file
    for line in told("readelf", "--dyn-syms", "-W", library).splitlines():
        columns = line.split()
        if len(columns) < 8 or not columns[0].endswith(":"):
            continue
        name, _, version = columns[7].partition("@")
        if columns[6] != "UND":
            defined.add(name)
        elif columns[4] != "WEAK":
            wanted[(name, version.lstrip("@"))] = columns[3]


def build(library, symbols):
    folder = tempfile.mkdtemp()
    source, map_file = os.path.join(folder, "s.c"), os.path.join(folder, "s.map")
    versions = {}
    with open(source, "w") as file:
        file.write("void ft_stand_in(void){}\n")
        for name, version, kind in {name: (name, version, kind) for name, version, kind in symbols}.values():
            file.write(f"void *{name}[64];\n" if kind == "OBJECT" else f"int {name}(void){{return 1;}}\n")
            versions.setdefault(version, []).append(name)
    with open(map_file, "w") as file:
        for version, names in versions.items():
            if version:
                file.write("%s { global: %s; };\n" % (version, "; ".join(names)))
    script = [f"-Wl,--version-script={map_file}"] if os.path.getsize(map_file) else []
    subprocess.run(["gcc", "-w", "-fno-builtin", "-shared", "-fPIC", *script, source, f"-Wl,-soname,{library}",
                    "-o", os.path.join(LIBRARIES, library)], check=True)


def main():
    needed, files, wanted, defined = set(), {}, {}, set()
    for library in glob.glob(os.path.join(LIBRARIES, "*.so")):
        if not os.path.islink(library):
            read(library, needed, files, wanted, defined)
    installed = {os.path.basename(path) for path in glob.glob(os.path.join(SITE, "nvidia", "**", "*.so*"), recursive=True)}
    missing = {name: [] for name in needed if not PRESENT.match(name) and name not in installed}
    for (name, version), kind in wanted.items():
        file = files.get(version) if version else None
        if not version and name not in defined:
            file = next((file for prefix, file in PREFIXES if name.startswith(prefix)), None)
        if file in missing and re.fullmatch(r"[A-Za-z_]\w*", name):
            missing[file].append((name, version, kind))
    for library, symbols in missing.items():
        build(library, symbols)
    print(f"{len(missing)} stand-ins")


main()
