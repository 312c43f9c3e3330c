package dev.finetuning.eval.report.internal.section;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PlainLines;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.internal.jackson.Jackson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All cases as JSON that is safe inside a script element. */
final class CaseData {
    private static final JsonFactory JSON = Jackson.factory().build();

    private final List<Evaluation> evaluations;
    private final Slicing slicing;
    private final List<Map<String, CaseResult>> others;
    private final JsonGenerator out;

    private CaseData(List<Evaluation> evaluations, Slicing slicing, JsonGenerator out) {
        this.evaluations = evaluations;
        this.slicing = slicing;
        this.others = evaluations.stream().skip(1).map(CaseData::byCase).toList();
        this.out = out;
    }

    static String json(List<Evaluation> evaluations, Slicing slicing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new CaseData(evaluations, slicing, out).write();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return inert(text.toString());
    }

    // these characters occur inside JSON strings only, where an escape means the same; without them
    // neither "</script" nor "<!--" can occur, whatever the case contains
    static String inert(String json) {
        StringBuilder safe = new StringBuilder(json.length() + json.length() / 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                safe.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    static Map<String, CaseResult> byCase(Evaluation evaluation) {
        Map<String, CaseResult> results = new HashMap<>();
        evaluation.results().forEach(result -> results.put(key(result), result));
        return results;
    }

    static String key(CaseResult result) {
        return result.testCase().id() + '\0' + result.repeat();
    }

    /** Whether there is a case that both scored by a metric. */
    static boolean haveCaseInCommon(Evaluation one, Evaluation other, String metric) {
        Set<String> scored = scored(one, metric);
        scored.retainAll(scored(other, metric));
        return !scored.isEmpty();
    }

    private static Set<String> scored(Evaluation evaluation, String metric) {
        return evaluation.results().stream()
                .filter(result ->
                        result.score(metric).filter(score -> !score.isAbsent()).isPresent())
                .map(result -> result.testCase().id())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void write() throws IOException {
        out.writeStartArray();
        for (CaseResult result : evaluations.get(0).results()) {
            write(result);
        }
        out.writeEndArray();
    }

    private void write(CaseResult result) throws IOException {
        TestCase testCase = result.testCase();
        @Nullable CaseResult first = others.isEmpty() ? null : others.get(0).get(key(result));
        out.writeStartObject();
        out.writeStringField("id", result.repeat() == 0 ? testCase.id() : testCase.id() + " #" + (result.repeat() + 1));
        out.writeStringField("slice", slicing.of().apply(testCase));
        out.writeStringField("list", CasesSection.list(result, first, evaluations));
        out.writeStringField("input", PlainLines.conversation(testCase.input()));
        out.writeStringField("expected", PlainLines.expected(testCase));
        out.writeArrayFieldStart("answers");
        answer(result);
        for (Map<String, CaseResult> other : others) {
            answer(other.get(key(result)));
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void answer(@Nullable CaseResult result) throws IOException {
        out.writeStartObject();
        if (result == null) {
            out.writeStringField("error", "not asked");
        } else if (result.error().isPresent()) {
            out.writeStringField("error", PlainLines.error(result.error().get()));
        } else if (result.reply().isPresent()) {
            reply(result, result.reply().get());
        }
        out.writeEndObject();
    }

    private void reply(CaseResult result, ChatReply reply) throws IOException {
        out.writeStringField("text", PlainLines.message(reply.message()));
        Optional<Score> main = result.scores().values().stream().findFirst();
        if (main.isPresent() && main.get().value().isPresent()) {
            out.writeNumberField("score", rounded(main.get().value().getAsDouble()));
        }
        out.writeNumberField("ms", rounded(reply.latency().toNanos() / 1e6));
        out.writeStringField("figures", figures(result, reply));
    }

    private static String figures(CaseResult result, ChatReply reply) {
        StringBuilder text = new StringBuilder();
        for (Score score : result.scores().values()) {
            text.append(score.isAbsent() ? "– " : score.passed() ? "✓ " : "✕ ")
                    .append(score.name())
                    .append(' ');
            text.append(score.value().isPresent() ? Numbers.score(score.value().getAsDouble()) : "not scored");
            text.append(score.reason().isEmpty() ? "" : " (" + score.reason() + ")")
                    .append("   ");
        }
        text.append(Numbers.millis(reply.latency().toNanos() / 1e6)).append(result.cached() ? " (cached)" : "");
        reply.firstToken()
                .ifPresent(time -> text.append("   first token ").append(Numbers.millis(time.toNanos() / 1e6)));
        if (reply.usage().totalTokens() > 0) {
            text.append("   ").append(reply.usage().inputTokens()).append(" → ");
            text.append(reply.usage().outputTokens()).append(" tokens");
        }
        return text.toString();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
