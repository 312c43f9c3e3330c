package dev.finetuning.openweights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like llama.cpp's sources: its converters write what they were asked for, as JSON behind the mark. */
final class FakeLlama {
    static final String MODEL = "convert_hf_to_gguf.py";
    static final String ADAPTER = "convert_lora_to_gguf.py";

    private static final String CONVERTER = """
            import argparse, hashlib, json, os
            parser = argparse.ArgumentParser()
            for name in ("--outfile", "--outtype", "--model-name", "--base"):
                parser.add_argument(name)
            parser.add_argument("folder")
            asked = parser.parse_args()
            def digest(name):
                with open(os.path.join(asked.folder, name), "rb") as file:
                    return hashlib.sha256(file.read()).hexdigest()
            def main():
                weights = [name for name in sorted(os.listdir(asked.folder)) if name.endswith(".safetensors")]
                told = {"type": asked.outtype, "name": asked.model_name, "weights": [digest(name) for name in weights]}
                if os.path.exists(os.path.join(asked.folder, "adapter_config.json")):
                    with open(os.path.join(asked.folder, "adapter_config.json")) as file:
                        told["alpha"] = json.load(file).get("lora_alpha")
                with open(asked.outfile, "wb") as file:
                    file.write(b"GGUF" + json.dumps(told).encode())
            if __name__ == "__main__":
                main()
            """;

    private FakeLlama() {}

    static Path in(Path folder) {
        converter(folder, MODEL, CONVERTER);
        converter(folder, ADAPTER, CONVERTER);
        return folder;
    }

    static void converter(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
