"""The models that the tests train. usage: python models.py FOLDER support.csv smollm2.gguf

FOLDER/tiny is a random Llama of 0.12 million parameters whose tokenizer is trained on the texts of the CSV file.
FOLDER/smollm2 is SmolLM2-135M-Instruct in 32 bits. Both are complete once their config.json is there.
"""
import csv
import os
import shutil
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

FOLDER, TEXTS, GGUF = sys.argv[1:4]
CHAT = ("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
        "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")


def once(name, make):
    place = os.path.join(FOLDER, name)
    if os.path.exists(os.path.join(place, "config.json")):
        return
    part = place + ".part"
    shutil.rmtree(part, ignore_errors=True)
    model, tokenizer = make()
    tokenizer.save_pretrained(part)
    model.save_pretrained(part)
    os.rename(part, place)
    print(name, sum(weight.numel() for weight in model.parameters()), "parameters")


def tiny():
    with open(TEXTS, encoding="utf-8") as file:
        texts = [row[column] for row in csv.DictReader(file) for column in ("question", "answer")]
    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    pieces.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=1000, special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    tokenizer.chat_template = CHAT
    torch.manual_seed(0)
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=4096, initializer_range=0.15, tie_word_embeddings=True, bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id)), tokenizer


def smollm2():
    folder, file = os.path.split(GGUF)
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
    read = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
    # a model read from GGUF refuses to be saved; a new one with its weights does not
    about = {name: value for name, value in read.config.to_dict().items()
             if name not in ("quantization_config", "_model_name_or_path", "transformers_version")}
    model = type(read)(type(read.config)(**about))
    model.load_state_dict(read.state_dict())
    return model.eval(), tokenizer


once("tiny", tiny)
once("smollm2", smollm2)
