package dev.finetuning.openai.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.openai.wire.OpenAiLines;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import org.junit.jupiter.api.Test;

/** What the check says is what an upload does. */
class OpenAiChecksTest {
    private static final String ANSWER = "{\"role\":\"assistant\",\"content\":\"a\"";

    private static Dataset dataset(String... answers) {
        StringBuilder lines = new StringBuilder();
        for (String answer : answers) {
            lines.append("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},")
                    .append(answer)
                    .append("}],\"source\":\"web\"}\n");
        }
        return Dataset.builder("d")
                .addJsonLinesText(lines.toString(), ChatMessages.format())
                .build();
    }

    @Test
    void fields_leftOutAndWithoutPlace_areToldApart() {
        Dataset data = dataset(ANSWER + ",\"id\":7", ANSWER + ",\"reasoning_content\":\"r\"", ANSWER);
        assertThat(Checks.none().with(OpenAiChecks.fields()).run(data).findings())
                .extracting(
                        Finding::code, Finding::severity, each -> each.origin().row())
                .containsExactlyInAnyOrder(
                        tuple("openai_field_without_place", Severity.ERROR, 2L),
                        tuple("openai_field_left_out", Severity.WARNING, 1L),
                        tuple("openai_field_left_out", Severity.WARNING, 1L));
        assertThat(Checks.none().with(OpenAiChecks.fields()).run(data).findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("place for source; 3 examples"))
                .anyMatch(message -> message.contains("place for messages/id; 1 examples"));
    }

    @Test
    void fields_errors_areWhatAnUploadRefuses() {
        Dataset data = dataset(
                ANSWER,
                ANSWER + ",\"reasoning_content\":\"r\"",
                ANSWER + ",\"weight\":0.5",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\"}]");
        for (Example example : data) {
            boolean error =
                    Checks.none().with(OpenAiChecks.fields()).run(java.util.List.of(example)).findings().stream()
                            .anyMatch(finding -> finding.severity() == Severity.ERROR);
            if (error) {
                assertThatThrownBy(() -> OpenAiLines.line(example)).isInstanceOf(UnwritableExampleException.class);
            } else {
                assertThat(OpenAiLines.line(example)).containsKey("messages");
            }
        }
        assertThat(Checks.none().with(OpenAiChecks.fields()).run(data).findings())
                .extracting(Finding::code)
                .contains("openai_unwritable", "openai_field_without_place");
    }
}
