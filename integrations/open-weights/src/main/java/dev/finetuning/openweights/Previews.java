package dev.finetuning.openweights;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.PreviewedRow.Part;
import dev.finetuning.openweights.PreviewedRow.Use;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import dev.finetuning.training.JobFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks a Python process what a request would train on, and how much it is. */
final class Previews {
    private static final String OPERATION = "preview";

    private final Path root;
    private final Path python;
    private final Path script;

    Previews(Path root, Path python, Path script) {
        this.root = root;
        this.python = python;
        this.script = script;
    }

    /**
     * Rows of a request's training file.
     *
     * @param request the fields of {@code request.json}
     */
    List<PreviewedRow> rows(Map<String, Object> request, long first, long last) {
        return answers(request, Map.of("rows", List.of(first, last))).stream()
                .map(Previews::row)
                .toList();
    }

    /**
     * The tokens of a file.
     *
     * @param rows how many rows it has
     * @param tokens the tokens of all rows, both answers of pairs behind their prompt
     * @param longest the tokens of the longest row
     */
    record Count(long rows, long tokens, long longest) {}

    /**
     * The tokens of a request's training file.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if a row would end the job as failed
     */
    Count count(Map<String, Object> request) {
        WireObject told = answers(request, Map.of()).get(0);
        if (told.hasObject("failure")) {
            throw Faults.rejected("estimate", List.of(told.object("failure").text("message", "")));
        }
        return new Count(
                told.integer("rows").orElse(0),
                told.integer("tokens").orElse(0),
                told.integer("longest").orElse(0));
    }

    private List<WireObject> answers(Map<String, Object> request, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>(request);
        fields.put("root", root.toString());
        fields.putAll(more);
        try {
            Path folder = Files.createDirectories(
                    root.resolve("previews").resolve(UUID.randomUUID().toString()));
            Path asked = folder.resolve("request.json");
            Path answered = folder.resolve("rows.jsonl");
            Path log = folder.resolve("err.log");
            try {
                AtomicFile.writeText(asked, WireObject.of(fields).json());
                run(asked, answered, log);
                return read(answered);
            } finally {
                for (Path file : List.of(asked, answered, log, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw Faults.disk(OPERATION, e);
        }
    }

    private void run(Path asked, Path answered, Path log) throws IOException {
        Process process = PythonProcess.of(python, script.toString(), asked.toString(), answered.toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(log.toFile())
                .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw Faults.process(
                        OPERATION, "the preview ended with exit code " + code + ": " + lastLine(log), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.process(OPERATION, "interrupted", e);
        } finally {
            process.destroy();
        }
    }

    /** The kind of a Python exception; its text may repeat what stands in a row. */
    private static String lastLine(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        int colon = last.indexOf(':');
        return colon < 0 ? last : last.substring(0, colon);
    }

    private static List<WireObject> read(Path answered) throws IOException {
        List<WireObject> answers = new ArrayList<>();
        for (String line : Files.readAllLines(answered)) {
            answers.add(WireObject.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        return answers;
    }

    private static PreviewedRow row(WireObject row) {
        long number = row.integer("row").orElse(0);
        return new PreviewedRow(
                number,
                row.objects("parts").stream().map(Previews::part).toList(),
                row.hasObject("failure") ? Optional.of(failure(row.object("failure"), number)) : Optional.empty());
    }

    private static Part part(WireObject part) {
        return new Part(
                Use.valueOf(part.text("use", "").toUpperCase(Locale.ROOT)),
                part.text("text", ""),
                part.integer("tokens").orElse(0));
    }

    private static JobFailure failure(WireObject told, long row) {
        return JobFailure.builder(told.text("message", ""))
                .code(told.text("code", "internal"))
                .row(row)
                .build();
    }
}
