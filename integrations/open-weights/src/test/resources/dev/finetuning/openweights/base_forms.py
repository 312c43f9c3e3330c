"""Stores a model in the other forms that base models come in. usage: python base_forms.py MODEL_FOLDER FOLDER

Writes FOLDER/shards, FOLDER/bin and FOLDER/bin-shards, and prints how many weight files each has, as JSON.
"""
import json
import os
import shutil
import sys

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", HF_HUB_DISABLE_PROGRESS_BARS="1")
import torch
import transformers
from safetensors.torch import load_file

model, folder = sys.argv[1:]
weights = load_file(os.path.join(model, "model.safetensors"))
places = {name: os.path.join(folder, name) for name in ("shards", "bin", "bin-shards")}
for place in places.values():
    shutil.copytree(model, place, ignore=shutil.ignore_patterns("*.safetensors"))
kept = os.path.join(folder, "kept")
transformers.AutoModelForCausalLM.from_pretrained(model).save_pretrained(kept, max_shard_size="200KB")
for name in os.listdir(kept):
    if ".safetensors" in name:
        shutil.move(os.path.join(kept, name), places["shards"])
torch.save(weights, os.path.join(places["bin"], "pytorch_model.bin"))
names, half, index = sorted(weights), len(weights) // 2, {}
for number, part in enumerate((names[:half], names[half:]), 1):
    file = f"pytorch_model-{number:05}-of-00002.bin"
    torch.save({name: weights[name] for name in part}, os.path.join(places["bin-shards"], file))
    index.update(dict.fromkeys(part, file))
with open(os.path.join(places["bin-shards"], "pytorch_model.bin.index.json"), "w") as file:
    json.dump({"metadata": {"total_size": sum(each.nbytes for each in weights.values())}, "weight_map": index}, file)
print(json.dumps({form: sum(name.endswith((".safetensors", ".bin")) for name in os.listdir(place)) for form, place in places.items()}))
