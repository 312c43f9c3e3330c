package dev.finetuning.openweights.internal.export;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.export.ExportProgress;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.GgufExport;
import dev.finetuning.openweights.export.MergedExport;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Exports the models of a pipeline, each in a process of its own. Thread-safe. */
public final class Exports {
    private static final String OPERATION = "export";
    private static final String LOG = "err.log";
    /** What the caller must change; everything else may go well another time. */
    private static final Set<String> REJECTED = Set.of("target_exists", "target", "environment", "base_model");

    private final Path root;
    private final Path python;
    private final Path script;
    private final KnownModels models;
    private final OptionalInt threads;

    /**
     * Exports of the pipeline in a folder.
     *
     * @param threads how many CPU threads merging takes; PyTorch's own choice if empty
     */
    public Exports(Path root, Path python, Path script, KnownModels models, OptionalInt threads) {
        this.root = root;
        this.python = python;
        this.script = script;
        this.models = models;
        this.threads = threads;
    }

    /** Writes a model in a form that others load, or finds it as it was written before. */
    public ExportedModel write(ModelExport export, Path target, Consumer<ExportProgress> listener) {
        Path place = target.toAbsolutePath().normalize();
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("root", root.toString());
        request.put("target", place.toString());
        threads.ifPresent(number -> request.put("threads", number));
        request.putAll(model(export));
        request.putAll(export instanceof MergedExport merged ? form(merged) : form((GgufExport) export));
        return exported(place, run(WireObject.of(request), listener));
    }

    private Map<String, Object> model(ModelExport export) {
        String model = export.model();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", model);
        fields.put(
                "base",
                Map.of("name", models.baseOf(model), "path", models.place(model).toString()));
        if (!models.isBase(model)) {
            fields.put("adapter", models.adapterFolder(model).toString());
        } else if (!(export instanceof GgufExport gguf) || gguf.content() == GgufExport.Content.ADAPTER) {
            throw Faults.rejected(
                    OPERATION, List.of(model + " is a base model and has no adapter; name a job's model"));
        }
        return fields;
    }

    private static Map<String, Object> form(MergedExport merged) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", "merged");
        fields.put("precision", merged.precision().word());
        merged.card().ifPresent(card -> fields.put("card", card.markdown()));
        return fields;
    }

    private static Map<String, Object> form(GgufExport gguf) {
        return Map.of(
                "kind",
                gguf.content() == GgufExport.Content.MODEL ? "gguf" : "gguf_adapter",
                "llama_cpp",
                gguf.llamaCpp().toAbsolutePath().normalize().toString(),
                "type",
                gguf.type().word());
    }

    /** The log stays where something failed. */
    private WireObject run(WireObject request, Consumer<ExportProgress> listener) {
        try {
            Path folder = Files.createDirectories(
                    root.resolve("exports").resolve(UUID.randomUUID().toString()));
            Path asked = folder.resolve("request.json");
            Path events = folder.resolve("events.jsonl");
            Path log = folder.resolve(LOG);
            AtomicFile.writeText(asked, request.json());
            Files.createFile(events);
            WireObject end =
                    new ExportProcess(python, script, asked, events, log, event -> listener.accept(step(event))).run();
            if (end.hasObject("failure")) {
                throw failure(end.object("failure"), log);
            }
            for (Path file : List.of(asked, events, log, folder)) {
                Files.deleteIfExists(file);
            }
            return end.object("result");
        } catch (IOException e) {
            throw Faults.disk(OPERATION, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.process(OPERATION, "interrupted", e);
        }
    }

    private static ExportProgress step(WireObject event) {
        return new ExportProgress(
                event.text("step", ""),
                event.integer("done").orElse(0),
                event.integer("total").orElse(0));
    }

    private static ProviderException failure(WireObject told, Path log) {
        String code = told.text("code", "internal");
        String message = told.text("message", "");
        if (REJECTED.contains(code)) {
            return Faults.rejected(OPERATION, List.of(message));
        }
        return code.equals("busy")
                ? Faults.busy(OPERATION, message)
                : Faults.coded(OPERATION, code, message + " (all of it in " + log + ")");
    }

    private static ExportedModel exported(Path place, WireObject record) {
        Map<String, String> madeOf = new LinkedHashMap<>();
        record.object("of").map().forEach((name, value) -> madeOf.put(name, String.valueOf(value)));
        return new ExportedModel(
                place,
                record.text("sha256", ""),
                record.integer("bytes").orElse(0),
                Boolean.TRUE.equals(record.map().get("written")),
                madeOf);
    }
}
