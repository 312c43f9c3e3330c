package dev.finetuning.adapter.chat;

import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ErrorBody;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatReply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The files of a batch: questions as lines, and lines as answers. */
public final class BatchLines {
    private static final Set<Long> MAY_PASS = Set.of(408L, 409L, 429L);

    private BatchLines() {}

    /** Questions as the lines of a file, whose name is found by its content. */
    public static SpooledData spool(List<Map<String, Object>> lines) {
        try {
            return SpooledData.write("batch", out -> {
                try (LineFile file = LineFile.to(out)) {
                    for (Map<String, Object> line : lines) {
                        file.write(line);
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a temporary file for the batch", e);
        }
    }

    /**
     * Adds the answers of a result file to those there are.
     *
     * @param model the model that was asked
     * @param scrubber makes the provider's words fit to be shown
     * @throws IOException if a line is no JSON object
     */
    public static void read(InputStream content, String model, Scrubber scrubber, Map<String, BatchAnswer> answers)
            throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    WireObject answer = WireObject.parse(line.getBytes(StandardCharsets.UTF_8));
                    answers.put(answer.text("custom_id", ""), answer(answer, model, scrubber));
                }
            }
        }
    }

    private static BatchAnswer answer(WireObject line, String model, Scrubber scrubber) {
        WireObject response = line.object("response");
        Optional<ChatReply> reply =
                Completions.reply(response.object("body"), model, Duration.ZERO, response.text("request_id"));
        if (reply.isPresent()) {
            return BatchAnswer.of(reply.get());
        }
        String words = scrubber.clean(whyNot(line, response));
        return isRefusal(response.integer("status_code")) ? BatchAnswer.refused(words) : BatchAnswer.failed(words);
    }

    private static boolean isRefusal(OptionalLong status) {
        return status.orElse(0) >= 400 && status.getAsLong() < 500 && !MAY_PASS.contains(status.getAsLong());
    }

    private static String whyNot(WireObject line, WireObject response) {
        OptionalLong code = response.integer("status_code");
        String status = code.isPresent() ? "HTTP " + code.getAsLong() : "no answer";
        return ErrorBody.in(response.object("body"))
                .or(() -> ErrorBody.in(line))
                .map(words -> status + ": " + words)
                .orElse(status);
    }
}
