"""Looks at a model with transformers alone, as JSON.

usage: python exported.py answer MODEL_FOLDER QUESTION [ADAPTER_FOLDER]     the logits behind the question, and the answer
       python exported.py tensors MODEL_FOLDER                              each tensor's type, and its hash in bf16
       python exported.py gguf FILE QUESTION TOKENIZER_FOLDER               the logits of a model as a GGUF file
       python exported.py lora FILE ADAPTER_FOLDER                          an adapter's alpha, and how many matrices are those of the folder
Without an adapter PEFT cannot be imported.
"""
import hashlib
import json
import os
import sys

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", HF_HUB_DISABLE_PROGRESS_BARS="1")
what, folder, *more = sys.argv[1:]
if what != "answer" or len(more) < 2:
    sys.modules["peft"] = None

import torch
from safetensors.torch import load_file


def tensors():
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".safetensors"):
            for key, tensor in load_file(os.path.join(folder, name)).items():
                rounded = tensor.to(torch.bfloat16).contiguous().view(torch.uint8).numpy().tobytes()
                found[key] = f"{str(tensor.dtype).removeprefix('torch.')} {hashlib.sha256(rounded).hexdigest()}"
    return found


def lora(adapter):
    import gguf
    reader = gguf.GGUFReader(folder)
    written = [tensor.data.tobytes() for tensor in reader.tensors]
    held = [tensor.float().numpy().tobytes() for tensor in load_file(os.path.join(adapter, "adapter_model.safetensors")).values()]
    return {"alpha": float(reader.fields["adapter.lora.alpha"].parts[-1][0]), "matrices": len(written), "same": sum(each in held for each in written)}


def gguf(question, tokenizer):
    from transformers import AutoModelForCausalLM, AutoTokenizer
    place, file = os.path.split(folder)
    return said(AutoModelForCausalLM.from_pretrained(place, gguf_file=file, dtype=torch.float32).eval(), AutoTokenizer.from_pretrained(tokenizer), question)


def answer(question, adapter=None):
    from transformers import AutoModelForCausalLM, AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder).eval()
    tied = model.get_output_embeddings().weight.data_ptr() == model.get_input_embeddings().weight.data_ptr()
    if adapter:
        from peft import PeftModel
        model = PeftModel.from_pretrained(model, adapter).eval()
    return {**said(model, tokenizer, question), "tied": tied}


def said(model, tokenizer, question):
    encoded = tokenizer.apply_chat_template([{"role": "user", "content": question}], add_generation_prompt=True,
                                            return_tensors="pt", return_dict=True)
    with torch.inference_mode():
        logits = model(**encoded).logits[0, -1].float()
        output = model.generate(**encoded, max_new_tokens=16, do_sample=False, eos_token_id=tokenizer.eos_token_id,
                                pad_token_id=tokenizer.eos_token_id)
    text = tokenizer.decode(output[0][encoded["input_ids"].shape[1]:], skip_special_tokens=True)
    return {"logits": logits.tolist(), "text": text, "dtype": str(model.dtype).removeprefix("torch.")}


print(json.dumps({"tensors": tensors, "lora": lora, "gguf": gguf, "answer": answer}[what](*more)))
