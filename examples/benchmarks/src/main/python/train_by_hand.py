"""Trains an adapter with TRL as its documentation shows, without this library.

    train_by_hand.py MODEL ROWS.jsonl FOLDER EPOCHS BATCH RANK LEARNING_RATE THREADS

Prints "began=", when the first step began in seconds since 1970, and "steps=".
"""

import os
import sys
import time

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1", TRANSFORMERS_VERBOSITY="error", TOKENIZERS_PARALLELISM="false")
MODEL, ROWS, FOLDER = sys.argv[1:4]
EPOCHS, BATCH, RANK, LEARNING_RATE, THREADS = map(float, sys.argv[4:9])

import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import TrainerCallback
from trl import SFTConfig, SFTTrainer

torch.set_num_threads(int(THREADS))


class Clock(TrainerCallback):
    def on_train_begin(self, args, state, control, **_):
        print(f"began={time.time()}", flush=True)


trainer = SFTTrainer(
    model=MODEL,
    args=SFTConfig(
        output_dir=FOLDER,
        num_train_epochs=EPOCHS,
        per_device_train_batch_size=int(BATCH),
        learning_rate=LEARNING_RATE,
        max_length=1024,
        bf16=False,
        use_cpu=True,
        report_to="none",
        logging_steps=1,
        disable_tqdm=True,
        seed=15,
        model_init_kwargs={"dtype": "float32"},
    ),
    train_dataset=load_dataset("json", data_files=ROWS, split="train", cache_dir=os.path.join(FOLDER, "cache")),
    peft_config=LoraConfig(r=int(RANK), lora_alpha=2 * int(RANK), target_modules="all-linear", task_type="CAUSAL_LM"),
    callbacks=[Clock()],
)
trainer.train()
trainer.save_model(os.path.join(FOLDER, "adapter"))
print(f"steps={trainer.state.global_step}")
