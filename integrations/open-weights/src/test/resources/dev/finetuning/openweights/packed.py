"""Holds packed rows against the same rows alone, as JSON. usage: python packed.py SCRIPTS_FOLDER MODEL_FOLDER TEXT TEXT..."""
import json
import os
import sys

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", HF_HUB_DISABLE_PROGRESS_BARS="1")
scripts, folder, *texts = sys.argv[1:]
sys.path.insert(0, scripts)

import torch
from fine_tuning_worker import apart
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder).eval()
rows = [tokenizer(text)["input_ids"] for text in texts]
lengths = [len(row) for row in rows]
ids = sum(rows, [])
batch = DataCollatorForLanguageModeling(pad_token_id=0, padding_free=True)([{"input_ids": ids, "labels": ids, "seq_lengths": lengths}])
with torch.no_grad():
    packed = model(**batch, use_cache=False)
    alone = [model(input_ids=torch.tensor([row]), labels=torch.tensor([row])) for row in rows]
logits = torch.cat([each.logits[0] for each in alone])
trained = [length - 1 for length in lengths]
print(json.dumps({
    "attention": model.config._attn_implementation,
    "largest": logits.abs().max().item(),
    "apart_by": (packed.logits[0] - logits).abs().max().item(),
    "loss": packed.loss.item(),
    "loss_alone": sum(each.loss.item() * count for each, count in zip(alone, trained)) / sum(trained),
    "kept_apart": apart(model, batch, lengths[0]),
    "kept_apart_without_positions": apart(model, {"input_ids": batch["input_ids"]}, lengths[0])}))
