package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.TunedModel;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models, files and questions: what is in use at Mistral today. */
class ModelsTest {
    private static final String CHAT = "POST /v1/chat/completions";
    private static final Instant END = Instant.parse("2027-03-30T12:00:00Z");

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final List<ModelDeprecation> deprecations = new ArrayList<>();
    private final MistralTrainingPipeline pipeline = new MistralTrainingPipeline(
            Fixtures.settings(sandbox).onDeprecation(deprecations::add).build());

    private String trained() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        String job = pipeline.start(
                        TrainingRequest.builder(Fixtures.MODEL, file).build())
                .id();
        time.advance(Duration.ofMinutes(1));
        pipeline.launch(job);
        time.advance(Duration.ofHours(1));
        return pipeline.job(job).model().orElseThrow();
    }

    private ChatReply ask(String answer) {
        sandbox.answerNext(CHAT, Answer.json(200, answer));
        return pipeline.chatModel("m").ask(ChatRequest.of("hello"));
    }

    @Test
    void tunedModel_renamedArchivedAndBack_isDescribedSo() {
        String id = trained();
        MistralModels models = pipeline.models();
        assertThat(models.describe(id).root()).hasValue(Fixtures.MODEL);
        models.rename(id, "support bot");
        assertThat(models.updateDescription(id, "answers questions").details())
                .containsEntry("name", "support bot")
                .containsEntry("description", "answers questions");
        models.archive(id, true);
        assertThat(models.describe(id).archived()).isTrue();
        models.archive(id, false);
        assertThat(models.describe(id).archived()).isFalse();
    }

    @Test
    void baseModel_withAnAnnouncedEnd_tellsIt() {
        assertThat(pipeline.models().describe(Fixtures.MODEL).shutdownAt()).hasValue(END);
        try (Stream<TunedModel> all = pipeline.models().list()) {
            assertThat(all).extracting(TunedModel::id).contains("mistral-small-latest");
        }
        assertThat(catchThrowableOfType(
                        CredentialsException.class, () -> pipeline.models().delete(Fixtures.MODEL)))
                .isNotNull();
    }

    @Test
    void ask_modelThatWillEnd_isToldOnce() {
        pipeline.chatModel(Fixtures.MODEL).ask(ChatRequest.of("hello"));
        pipeline.chatModel(Fixtures.MODEL).ask(ChatRequest.of("hello"));
        pipeline.chatModel("mistral-small-latest").ask(ChatRequest.of("hello"));
        assertThat(deprecations).containsExactly(new ModelDeprecation(Fixtures.MODEL, END));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-30T12:00:00Z, 2027-03-30T12:00:00Z",
        "2027-03-30T14:00:00+02:00, 2027-03-30T12:00:00Z",
        "2027-03-30, 2027-03-30T00:00:00Z",
        "1806408000, 2027-03-30T12:00:00Z",
        "1806408000000, 2027-03-30T12:00:00Z"
    })
    void deprecationHeader_inAnyForm_isUnderstood(String header, Instant end) {
        assertThat(ModelDeprecation.instant(header)).contains(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2027-13-01", "99999999999999999999"})
    void deprecationHeader_thatIsNone_isLeftAlone(String header) {
        assertThat(ModelDeprecation.instant(header)).isEmpty();
    }

    @Test
    void ask_everythingSet_goesOutByTheProvidersNames() throws Exception {
        pipeline.chatModel("mistral-small-latest")
                .ask(ChatRequest.of(List.of(
                                Message.system("You help."),
                                Message.user("What is the weather?"),
                                Message.assistant(List.of(ToolCall.of("abcdefghi", "weather", "{}"))),
                                Message.tool("abcdefghi", "sunny")))
                        .withTools(List.of(Tool.of("weather", "Looks.", Map.of("type", "object"))))
                        .withTemperature(0)
                        .withMaxTokens(10)
                        .withSeed(1)
                        .withOption("safe_prompt", true));
        String sent = sandbox.requests().get(sandbox.requests().size() - 1).json();
        assertThat(sent)
                .contains("\"random_seed\":1", "\"max_tokens\":10", "\"temperature\":0.0", "\"safe_prompt\":true")
                .contains("\"tool_call_id\":\"abcdefghi\"");
    }

    @Test
    void ask_unknownField_isRefusedByItsName() {
        assertThat(catchThrowableOfType(
                        RequestRejectedException.class,
                        () -> pipeline.chatModel("mistral-small-latest")
                                .ask(ChatRequest.of("hello").withOption("seed", 1))))
                .hasMessageContaining("body.seed");
    }

    @Test
    void reply_inChunks_isTheirText() {
        assertThat(ask("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[]},"
                                + "{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}}]}")
                        .text())
                .isEqualTo("ab");
    }

    @Test
    void reply_withToolCalls_keepsTheirArgumentsAsText() {
        ChatReply reply = ask("{\"model\":\"m\",\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{"
                + "\"content\":\"\",\"tool_calls\":[{\"id\":\"abcdefghi\",\"function\":{\"name\":\"f\","
                + "\"arguments\":{\"x\":1}}},{\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}}],"
                + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":5}}}");
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(reply.message().toolCalls())
                .containsExactly(ToolCall.of("abcdefghi", "f", "{\"x\":1}"), ToolCall.of("g", "{}"));
        assertThat(reply.usage().inputTokens()).isEqualTo(7);
        assertThat(reply.usage().cachedInputTokens()).isEqualTo(5);
    }

    @Test
    void reply_withoutAMessage_isTheProvidersFault() {
        assertThat(catchThrowableOfType(ProviderFaultException.class, () -> ask("{\"choices\":[]}")))
                .isNotNull();
    }

    @Test
    void files_signedUrlAndDescription_areThere() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        assertThat(pipeline.files().describe(file.id())).isEqualTo(file);
        assertThat(pipeline.files().signedUrl(file.id(), Duration.ofMinutes(61)))
                .isEqualTo(URI.create("https://files.invalid/" + file.id() + "?hours=2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pipeline.files().signedUrl(file.id(), Duration.ofDays(8)));
    }
}
