"""Writes a trained model in a form that others load. usage: python fine_tuning_export.py REQUEST_FILE EVENTS_FILE

REQUEST_FILE names the "kind" ("merged", "gguf" or "gguf_adapter"), the "target", the base model and the adapter.
EVENTS_FILE gets a line for each step, and a last one with the "result" or the "failure". Everything is written into the
folder TARGET.part and renamed once it is whole, with a record of what it was made of. The process ends when its standard
input does. Reading, locking and the record need the standard library alone; llama.cpp's converters run in this process.
"""
import hashlib
import json
import math
import os
import runpy
import shutil
import signal
import sys
import threading
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fine_tuning_base import base_sha256, of_lines, safetensors
from fine_tuning_job import sha256
from fine_tuning_main import disk_full, out_of_memory
from fine_tuning_rows import Failed
from fine_tuning_target import Target, files_beside, remove, require_room

FORMAT = 1
DTYPES = {"fp32": "float32", "bf16": "bfloat16", "fp16": "float16"}
PATIENCE = 10


class Events:
    def __init__(self, path):
        self._file, self._mutex = open(path, "ab", buffering=0), threading.Lock()

    def step(self, name, done=0, total=0):
        self.write(step=name, done=done, total=total)

    def write(self, **fields):
        with self._mutex:
            self._file.write((json.dumps(fields) + "\n").encode())


# what is written ------------------------------------------------------------------------------------------------


def with_dtype(config, name):
    """A model's configuration with another type of its numbers, whatever its writer called that."""
    return {key: name if key in ("dtype", "torch_dtype")
            else with_dtype(value, name) if isinstance(value, dict) and key.endswith("_config") else value
            for key, value in config.items()}


def merged_folder(request, precision, folder, merge, events):
    """A merged model. All but the weights are the base model's own files, so that whatever loads the base model loads it."""
    base = request["base"]["path"]
    os.makedirs(folder)
    versions = merge(request, precision, folder, events)
    for name in os.listdir(folder):
        if not name.endswith((".safetensors", ".safetensors.index.json")):
            remove(os.path.join(folder, name))
    for name in files_beside(base):
        shutil.copyfile(os.path.join(base, name), os.path.join(folder, name))
    with open(os.path.join(base, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    if precision in DTYPES:
        named = config if {"dtype", "torch_dtype"} & config.keys() else {**config, "torch_dtype": ""}
        config = with_dtype(named, DTYPES[precision])
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps(config, indent=2, ensure_ascii=False) + "\n")
    return versions


def plain_adapter(adapter, folder):
    """The adapter as llama.cpp's converter understands it: that one scales by alpha / rank whatever the configuration
    says, so that a rank-stabilised adapter, scaled by alpha / sqrt(rank), needs an alpha sqrt(rank) times as large."""
    with open(os.path.join(adapter, "adapter_config.json"), encoding="utf-8") as file:
        config = json.load(file)
    if config.get("use_rslora"):
        config["lora_alpha"] = config["lora_alpha"] * math.sqrt(config["r"])
        config["use_rslora"] = False
    os.makedirs(folder)
    os.symlink(os.path.join(adapter, "adapter_model.safetensors"), os.path.join(folder, "adapter_model.safetensors"))
    with open(os.path.join(folder, "adapter_config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file)
    return folder


def convert(script, arguments, made, events):
    """Runs one of llama.cpp's converters in this process, so that it ends with it."""
    over = threading.Event()

    def watch():
        while not over.wait(0.5):
            events.step("converting", os.path.getsize(made) if os.path.exists(made) else 0)

    events.step("converting")
    threading.Thread(target=watch, daemon=True).start()
    sys.path.insert(0, os.path.dirname(script))
    sys.argv = [script, "--outfile", made, *arguments]
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        if end.code == STOPPED:
            raise
        if end.code:
            raise Failed("converter", f"llama.cpp's converter ended with exit code {end.code}")
    except Exception as failure:
        if isinstance(failure, ModuleNotFoundError) or disk_full(failure) or out_of_memory(failure):
            raise
        raise Failed("converter", f"llama.cpp's converter cannot convert this model: {type(failure).__name__} {failure}"[:500]) from failure
    finally:
        over.set()
    with open(made, "rb") as file:
        if file.read(4) != b"GGUF":
            raise Failed("converter", "llama.cpp's converter wrote no GGUF file")


def converter_sha256(llama):
    """Of the converters' sources: others may write other bytes."""
    names = [os.path.join(folder, name) for folder in (".", "conversion", "gguf-py/gguf") if os.path.isdir(os.path.join(llama, folder))
             for name in sorted(os.listdir(os.path.join(llama, folder))) if name.endswith(".py")]
    return hashlib.sha256("".join(f"{name} {sha256(os.path.join(llama, name))}\n" for name in names).encode()).hexdigest()


def made_of(request):
    """What decides the bytes of an export."""
    of = {"kind": request["kind"], "base_model_sha256": base_sha256(request["root"], request["base"]["path"])}
    if "adapter" in request:
        of["adapter_sha256"] = sha256(os.path.join(request["adapter"], "adapter_model.safetensors"))
    for name in ("precision", "type"):
        if name in request:
            of[name] = request[name]
    if "card" in request:
        of["card_sha256"] = hashlib.sha256(request["card"].encode()).hexdigest()
    if "llama_cpp" in request:
        of["converter_sha256"] = converter_sha256(request["llama_cpp"])
    return of


def make(request, target, merge, events):
    """Makes the export in its place aside; says which packages did."""
    kind, made = request["kind"], target.made
    if kind == "merged":
        versions = merged_folder(request, request["precision"], made, merge, events)
        if "card" in request:
            with open(os.path.join(made, "README.md"), "w", encoding="utf-8") as file:
                file.write(request["card"])
        return versions
    llama, type_ = request["llama_cpp"], ["--outtype", request["type"]]
    beside = os.path.join(target.part, request["model"].replace("@", "-").replace("/", "-"))
    if kind == "gguf_adapter":
        adapter = plain_adapter(request["adapter"], beside)
        convert(os.path.join(llama, "convert_lora_to_gguf.py"), [*type_, "--base", request["base"]["path"], adapter], made, events)
        return {}
    versions, model = {}, request["base"]["path"]
    if "adapter" in request:
        versions, model = merged_folder(request, "base", beside, merge, events), beside
    convert(os.path.join(llama, "convert_hf_to_gguf.py"), [*type_, "--model-name", request["model"], model], made, events)
    return versions


def facts_of(target, events):
    """Size and hash of each file that was made."""
    names = sorted(os.listdir(target.made)) if target.folder else [os.path.basename(target.made)]
    files, done = {}, 0
    paths = [os.path.join(target.made, name) if target.folder else target.made for name in names]
    total = sum(os.path.getsize(path) for path in paths)
    for name, path in zip(names, paths):
        events.step("hashing", done, total)
        files[name] = {"bytes": os.path.getsize(path), "sha256": sha256(path)}
        done += files[name]["bytes"]
    return files


def digest(files, folder):
    """Of a file its own; of a folder what `sha256sum *.safetensors* | sha256sum` prints there, as for base models."""
    if not folder:
        return next(iter(files.values()))["sha256"]
    return of_lines((files[name]["sha256"], name) for name in safetensors(files))


def export(request, merge, events):
    events.step("reading")
    target, of = Target(request["target"], request["kind"] == "merged"), made_of(request)
    found = target.found(of, events)
    if found:
        return {**found, "written": False}
    os.makedirs(os.path.dirname(target.path), exist_ok=True)
    target.take()
    try:
        found = target.found(of, events)
        if found:
            return {**found, "written": False}
        require_room(request, os.path.dirname(target.path))
        versions = make(request, target, merge, events)
        files = facts_of(target, events)
        record = {"format": FORMAT, "model": request["model"], "base_model": request["base"]["name"], "of": of, "versions": versions,
                  "sha256": digest(files, target.folder), "bytes": sum(facts["bytes"] for facts in files.values()), "files": files}
        target.publish(record)
        return {**record, "written": True}
    finally:
        target.release()


# the process ----------------------------------------------------------------------------------------------------

STOPPED = 143


def stop(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # who ends this process closes its input, too, which must not break off tidying up
    raise SystemExit(STOPPED)


def follow():
    """Ends this process, tidily if it can, once the one who started it has gone, and with him the other end of its input."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(STOPPED)


def explained(failure, request):
    """A failure that its owner can act on. The text of unknown ones stays in err.log."""
    if isinstance(failure, Failed):
        return {"code": failure.code, "message": str(failure)}
    if disk_full(failure):
        return {"code": "disk_full", "message": f"the disk of {request['target']} is full; make room, then export again"}
    if out_of_memory(failure):
        return {"code": "out_of_memory", "message": "the memory does not suffice: merging takes the base model's weights and two matrices more; "
                "end other programs, or export on a larger machine"}
    if isinstance(failure, ImportError):
        return {"code": "environment", "message": f"the Python environment lacks {failure.name}: {sys.executable} -m pip install {failure.name}"}
    if isinstance(failure, OSError) and failure.filename and str(failure.filename).startswith(os.path.dirname(request["target"])):
        return {"code": "target", "message": f"{request['target']} cannot be written: {failure.strerror}"}
    return {"code": "internal", "message": type(failure).__name__}


def main(merge):
    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=follow, daemon=True).start()
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    events = Events(sys.argv[2])
    try:
        events.write(result=export(request, merge, events))
    except SystemExit:
        raise
    except BaseException as failure:
        traceback.print_exc()
        events.write(failure=explained(failure, request))


# ----------------------------------------------------------------------------------------------------------------
# from here on: PyTorch, transformers and PEFT


def merge(request, precision, folder, events):
    """Adds the adapter to the base model's weights: each sum in 32 bits, rounded once."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    import peft, torch, transformers
    from peft.tuners.lora import LoraLayer
    if request.get("threads"):
        torch.set_num_threads(request["threads"])
    events.step("loading")
    base = request["base"]["path"]
    with open(os.path.join(base, "config.json"), encoding="utf-8") as file:
        if "quantization_config" in json.load(file):
            raise Failed("base_model", "the base model is quantised, which a merged one cannot stay; name its unquantised weights as base model")
    model = transformers.AutoModelForCausalLM.from_pretrained(base, dtype="auto")
    wanted = getattr(torch, DTYPES[precision]) if precision in DTYPES else None
    model = peft.PeftModel.from_pretrained(model, request["adapter"])
    if model.config.tie_word_embeddings and isinstance(model.get_output_embeddings(), LoraLayer):
        raise Failed("base_model", "the adapter changes the output matrix, which this model shares with its embeddings: no merged model is the same")
    layers = [module for module in model.modules() if isinstance(module, LoraLayer)]
    for number, layer in enumerate(layers, 1):
        weight = layer.get_base_layer().weight
        kept = weight.dtype
        weight.data = weight.data.float()
        layer.merge()
        weight.data = weight.data.to(wanted or kept)
        events.step("merging", number, len(layers))
    model = model.unload()
    if wanted:
        model.to(wanted)
    if not all(bool(torch.isfinite(weight).all()) for weight in model.parameters()):
        raise Failed("not_finite", "the merged weights hold what is no number: the adapter is broken, or the weights are out of fp16's range, "
                     "which bf16 would hold")
    events.step("writing")
    model.generation_config = transformers.GenerationConfig()  # the base model's file takes its place
    model.save_pretrained(folder, max_shard_size="5GB")
    return {module.__name__: module.__version__ for module in (torch, transformers, peft)}


if __name__ == "__main__":
    main(merge)
