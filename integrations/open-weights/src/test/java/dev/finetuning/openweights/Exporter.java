package dev.finetuning.openweights;

import dev.finetuning.openweights.export.ExportProgress;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.ModelExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A pipeline with a base model that has weights and files beside them, and a model that was trained on it. */
final class Exporter implements AutoCloseable {
    final FakeTrainer trainer;
    final OpenWeightsPipeline pipeline;
    final String model;
    final List<String> steps = new ArrayList<>();

    private final Path folder;

    Exporter(Path folder) throws IOException {
        this.folder = folder;
        trainer = FakeTrainer.in(folder);
        Path base = folder.resolve("base");
        for (Map.Entry<String, String> file : Map.of(
                        "config.json", "{\"model_type\": \"fake\", \"torch_dtype\": \"float32\", \"vocab_size\": 7}",
                        "generation_config.json", "{\"temperature\": 0.6}",
                        "tokenizer.json", "{}",
                        "chat_template.jinja", "{{ messages }}",
                        "LICENSE", "Do as you like.",
                        "README.md", "The base model's card.",
                        "pytorch_model.bin", "the weights once more",
                        "model.safetensors", safetensors("base weights"))
                .entrySet()) {
            Files.writeString(base.resolve(file.getKey()), file.getValue());
        }
        pipeline = trainer.builder().build();
        model = Exercise.finish(
                        pipeline,
                        pipeline.start(Exercise.request(pipeline).build()).id())
                .model()
                .orElseThrow();
    }

    /** A file with one tensor of bytes. */
    static String safetensors(String data) {
        String header = "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                .formatted(data.length(), data.length());
        return (char) header.length() + "\0\0\0\0\0\0\0" + header + data;
    }

    ExportedModel export(ModelExport export, Path target) {
        steps.clear();
        return pipeline.export(export, target, progress -> steps.add(progress.step()));
    }

    /** Exports while nobody listens, on another thread. */
    Thread exporting(ModelExport export, Path target, List<RuntimeException> failures) {
        Thread thread = new Thread(() -> {
            try {
                pipeline.export(export, target, (ExportProgress progress) -> {});
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Waits for the process that merges, and gives its number. */
    long merging() throws InterruptedException, IOException {
        Path sign = trainer.root().resolve("merging");
        Exercise.await(() -> Files.exists(sign) && sign.toFile().length() > 0);
        return Long.parseLong(Files.readString(sign));
    }

    void knobs(String json) throws IOException {
        trainer.knobs(json);
        Files.deleteIfExists(trainer.root().resolve("merging"));
    }

    void go() throws IOException {
        Files.writeString(trainer.root().resolve("go"), "");
    }

    Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    /** The files of a folder, each with its content. */
    static Map<String, String> files(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies where exports are written. */
    List<String> outside() throws IOException {
        if (!Files.exists(out(""))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(out(""))) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
