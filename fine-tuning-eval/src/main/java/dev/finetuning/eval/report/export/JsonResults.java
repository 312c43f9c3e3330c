package dev.finetuning.eval.report.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.page.PlainLines;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.internal.jackson.Jackson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** An evaluation as JSON: the aggregates first, then every result. Missing numbers are null. */
public final class JsonResults {
    private static final JsonFactory JSON = Jackson.factory().build();
    private static final String FIRST_TOKEN = "first_token_ms";

    private final JsonGenerator out;

    private JsonResults(JsonGenerator out) {
        this.out = out;
    }

    /** The whole document. */
    public static String of(Evaluation evaluation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new JsonResults(out.useDefaultPrettyPrinter()).write(evaluation);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.append('\n').toString();
    }

    private void write(Evaluation evaluation) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", evaluation.id());
        out.writeStringField("model", evaluation.modelId());
        out.writeStringField("provider", evaluation.provider());
        out.writeNumberField("cases", evaluation.cases());
        out.writeNumberField("errors", evaluation.errors());
        out.writeNumberField("input_tokens", evaluation.usage().inputTokens());
        out.writeNumberField("output_tokens", evaluation.usage().outputTokens());
        times("latency_ms", evaluation.latencyMillis());
        if (evaluation.firstTokenMillis().count() > 0) {
            times(FIRST_TOKEN, evaluation.firstTokenMillis());
        }
        out.writeObjectFieldStart("metrics");
        for (String metric : evaluation.metrics()) {
            aggregate(evaluation.aggregate(metric));
        }
        out.writeEndObject();
        out.writeArrayFieldStart("results");
        for (CaseResult result : evaluation.results()) {
            result(result);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void times(String name, Distribution times) throws IOException {
        out.writeObjectFieldStart(name);
        estimate("p50", times.percentileEstimate(50));
        estimate("p95", times.percentileEstimate(95));
        estimate("p99", times.percentileEstimate(99));
        out.writeNumberField("n", times.count());
        out.writeEndObject();
    }

    private void aggregate(Aggregate aggregate) throws IOException {
        out.writeObjectFieldStart(aggregate.metric());
        estimate("mean", aggregate.mean());
        estimate("passed", aggregate.passed());
        estimate("median", aggregate.scores().percentileEstimate(50));
        estimate("p5", aggregate.scores().percentileEstimate(5));
        out.writeNumberField("scored", aggregate.scored());
        out.writeNumberField("absent", aggregate.absent());
        out.writeEndObject();
    }

    private void estimate(String name, Estimate estimate) throws IOException {
        out.writeObjectFieldStart(name);
        number("value", estimate.value());
        number("low", estimate.low());
        number("high", estimate.high());
        number("level", estimate.level());
        out.writeEndObject();
    }

    private void result(CaseResult result) throws IOException {
        out.writeStartObject();
        out.writeStringField("case", result.testCase().id());
        out.writeNumberField("repeat", result.repeat() + 1);
        out.writeStringField("input", PlainLines.conversation(result.testCase().input()));
        out.writeStringField("expected", PlainLines.expected(result.testCase()));
        ChatReply reply = result.reply().orElse(null);
        if (reply != null) {
            out.writeStringField("actual", PlainLines.message(reply.message()));
            number("latency_ms", reply.latency().toNanos() / 1e6);
            if (reply.firstToken().isPresent()) {
                number(FIRST_TOKEN, reply.firstToken().get().toNanos() / 1e6);
            }
            out.writeBooleanField("cached", result.cached());
        }
        if (result.error().isPresent()) {
            out.writeStringField("error", PlainLines.error(result.error().get()));
        }
        out.writeObjectFieldStart("scores");
        for (Score score : result.scores().values()) {
            out.writeObjectFieldStart(score.name());
            number("value", score.value().orElse(Double.NaN));
            out.writeBooleanField("passed", score.passed());
            out.writeStringField("reason", score.reason());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void number(String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField(name, value);
        } else {
            out.writeNullField(name);
        }
    }
}
