package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.testing.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests and the sandbox's answers against the published description, and its examples against the adapter. */
class SpecConformanceTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final List<Told> told = new ArrayList<>();

    /** An answer of the sandbox's, as text where it is JSON. */
    private record Told(ReceivedRequest request, int status, String body) {}

    private void note(ReceivedRequest request, Answer answer) {
        boolean json = !request.path().endsWith("/content");
        told.add(new Told(request, answer.status(), json ? new String(answer.body(), StandardCharsets.UTF_8) : ""));
    }

    private void exercise() {
        sandbox.onAnswer(this::note);
        new Exercise(Fixtures.pipeline(sandbox), time).everything();
    }

    @Test
    void requests_ofEveryOperation_areAsTheDescriptionSays() throws IOException {
        Spec spec = Spec.read();
        exercise();
        int bodies = 0;
        for (ReceivedRequest request : sandbox.requests()) {
            assertThat(spec.parameters(request.method(), request.path()))
                    .as(request.line())
                    .containsAll(request.query().keySet());
            if (!request.json().isEmpty()) {
                assertThat(spec.requestFaults(request.method(), request.path(), request.json()))
                        .as(request.line())
                        .isEmpty();
                bodies++;
            }
        }
        assertThat(bodies).isGreaterThanOrEqualTo(10);
        assertThat(operations()).hasSize(25);
    }

    /** Method and path of all that was asked, with a star for each id. */
    private List<String> operations() {
        return sandbox.requestLines().stream()
                .map(line -> line.replaceAll("/(?:ft%3A[^/]+|[0-9a-f]{8}-[^/]+|open-[^/]+)", "/*"))
                .distinct()
                .toList();
    }

    @Test
    void sandboxAnswers_ofEveryOperation_areAsTheDescriptionSays() throws IOException {
        Spec spec = Spec.read();
        exercise();
        for (Told each : told) {
            ReceivedRequest request = each.request();
            assertThat(each.status()).as(request.line()).isEqualTo(200);
            if (!each.body().isEmpty()) {
                assertThat(spec.answerFaults(request.method(), request.path(), each.body()))
                        .as(request.line() + " " + each.body())
                        .isEmpty();
            }
        }
        assertThat(told).hasSizeGreaterThan(40);
    }

    @Test
    void exampleAnswers_ofEveryOperation_areRead() {
        Spec spec = Spec.read();
        int read = 0;
        try (FixedAnswers provider = new FixedAnswers()) {
            for (var operation : FixedAnswers.operations().entrySet()) {
                String[] parts = operation.getKey().split(" ", 2);
                for (String example : spec.examples(parts[0], parts[1])) {
                    assertThatCode(() -> operation.getValue().accept(provider.answering(example)))
                            .as(operation.getKey() + " " + example)
                            .doesNotThrowAnyException();
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(7);
    }

    @Test
    void description_bodiesThatAreWrong_findsFaults() throws IOException {
        Spec spec = Spec.read();
        String chats = "/v1/chat/completions";
        assertThat(spec.requestFaults("POST", chats, "{\"model\":\"m\",\"messages\":[],\"seed\":1}"))
                .isNotEmpty();
        assertThat(spec.answerFaults("POST", chats, "{\"id\":\"a\"}")).isNotEmpty();
        assertThat(spec.answerFaults("GET", "/v1/fine_tuning/jobs/a", "{\"id\":\"a\"}"))
                .isNotEmpty();
    }

    @Test
    void modelsList_standingBare_isReadLikeOneThatIsEnclosed() {
        Spec spec = Spec.read();
        try (FixedAnswers provider = new FixedAnswers()) {
            String example = spec.examples("get", "/v1/models").get(0);
            assertThat(example).startsWith("[");
            assertThat(provider.answering(example).models().list()).isNotEmpty();
        }
    }
}
