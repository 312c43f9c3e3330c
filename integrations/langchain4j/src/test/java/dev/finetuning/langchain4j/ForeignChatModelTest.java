package dev.finetuning.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.testing.ScriptedChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LangChain4j's own client of OpenAI, over the sandbox, as a model of this library. */
class ForeignChatModelTest extends ChatModelContractTest {
    private static final String BASE = "gpt-4o-mini-2024-07-18";
    private static final String ASK = "POST /v1/chat/completions$";
    private static final String TEXT = "Your parcel left Zürich yesterday and arrives on Thursday. ".repeat(20);

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final OpenAiSandbox sandbox = new OpenAiSandbox()
            .chat(ScriptedChatModel.answering(BASE, TEXT))
            .watch(request -> sent.add(new String(request.body(), StandardCharsets.UTF_8)), request -> {});
    private final ChatModel model = LangChain4jBridge.model(
            "openai",
            BASE,
            OpenAiChatModel.builder()
                    .baseUrl(sandbox.url())
                    .apiKey(Canary.KEY)
                    .modelName(BASE)
                    .maxRetries(0)
                    .build(),
            OpenAiStreamingChatModel.builder()
                    .baseUrl(sandbox.url())
                    .apiKey(Canary.KEY)
                    .modelName(BASE)
                    .build());

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Override
    protected ChatModel model() {
        return model;
    }

    @Test
    void ask_everythingThatBothSidesHave_isSent() {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("number", Map.of("type", "string", "pattern", "\\d+")),
                "required",
                List.of("number"),
                "additionalProperties",
                false);
        sandbox.answerNext(ASK, Answer.json(200, """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"tuned-2","choices":[{"index":0,
                 "message":{"role":"assistant","content":null,"tool_calls":[{"id":"call-2","type":"function",
                  "function":{"name":"track","arguments":"{\\"number\\":\\"7\\"}"}}]},"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}"""));

        ChatReply reply = model.ask(ChatRequest.of(List.of(
                        Message.system("Be brief."),
                        Message.builder(Role.USER)
                                .content(Content.of(List.of(
                                        Content.Part.text("Where is this?"),
                                        Content.Part.imageUrl("https://example.com/a.png"))))
                                .build(),
                        Message.assistant(List.of(ToolCall.of("call-1", "track", "{\"number\":\"6\"}"))),
                        Message.tool("call-1", "in Bern"),
                        Message.user("And number 7?")))
                .withTools(List.of(Tool.of("track", "Finds a parcel.", schema)))
                .withTemperature(0.25)
                .withMaxTokens(9)
                .withOption("top_p", 0.5)
                .withOption("frequency_penalty", 0.1)
                .withOption("presence_penalty", 0.2)
                .withOption("stop", "END")
                .withOption("tool_choice", "required"));

        assertThat(reply.message().toolCalls()).containsExactly(ToolCall.of("call-2", "track", "{\"number\":\"7\"}"));
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(reply.usage().inputTokens()).isEqualTo(20);
        assertThat(reply.usage().outputTokens()).isEqualTo(5);
        assertThat(reply.modelId()).isEqualTo("tuned-2");
        assertThat(reply.requestId()).contains("chatcmpl-1");
        assertThat(sent.get(0).replaceAll("\\s", ""))
                .contains(
                        "\"Bebrief.\"",
                        "\"url\":\"https://example.com/a.png\",\"detail\":\"auto\"",
                        "\"tool_call_id\":\"call-1\"",
                        "\"inBern\"",
                        "\"pattern\":\"\\\\d+\"",
                        "\"temperature\":0.25",
                        "\"top_p\":0.5",
                        "\"frequency_penalty\":0.1",
                        "\"presence_penalty\":0.2",
                        "\"stop\":[\"END\"]",
                        "\"tool_choice\":\"required\"");
    }

    @Test
    void ask_whatCannotBeCarried_isRefusedWithAllReasons() {
        ChatRequest request = ChatRequest.of(List.of(
                        Message.of(Role.DEVELOPER, "Be brief."),
                        Message.builder(Role.USER)
                                .content(Content.of(List.of(new Content.Part("input_audio", Map.of("data", "aGk=")))))
                                .build(),
                        Message.builder(Role.ASSISTANT)
                                .content(Content.of("hm"))
                                .extras(Map.of("refusal", "no"))
                                .build(),
                        Message.tool("call-9", "of nothing")))
                .withTools(List.of(new Tool("t", Optional.empty(), Map.of("oneOf", List.of()), Map.of("cache", true))))
                .withOption("logit_bias", Map.of("50256", -100))
                .withOption("top_p", "much");

        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> model.ask(request));

        assertThat(refused.reasons())
                .anyMatch(reason -> reason.contains("role developer"))
                .anyMatch(reason -> reason.contains("input_audio"))
                .anyMatch(reason -> reason.contains("field refusal"))
                .anyMatch(reason -> reason.contains("call is not in the conversation"))
                .anyMatch(reason -> reason.contains("oneOf"))
                .anyMatch(reason -> reason.contains("field cache"))
                .anyMatch(reason -> reason.contains("logit_bias"))
                .anyMatch(reason -> reason.contains("top_p"));
        assertThatThrownBy(() -> model.stream(request, part -> {})).isInstanceOf(RequestRejectedException.class);
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401, dev.finetuning.provider.CredentialsException",
        "404, dev.finetuning.provider.NotFoundException",
        "400, dev.finetuning.provider.RequestRejectedException",
        "429, dev.finetuning.provider.RetryLaterException",
        "503, dev.finetuning.provider.RetryLaterException"
    })
    void ask_failure_isOursByWhatToDoNext(int status, Class<? extends ProviderException> ours) {
        for (int i = 0; i < 2; i++) {
            sandbox.answerNext(ASK, OpenAiSandbox.error(status, "some_code", "some words"));
        }

        ProviderException asked = catchThrowableOfType(ours, () -> model.ask(ChatRequest.of("Where?")));
        assertThat(asked).isNotNull();
        assertThat(asked.incident().status()).hasValue(status);
        assertThat(asked.incident().provider()).isEqualTo("openai");
        assertThat(catchThrowableOfType(ours, () -> model.stream(ChatRequest.of("Where?"), part -> {})))
                .isNotNull();
    }

    @Test
    void stream_handsOverPartsInTheCallingThread() {
        Thread caller = Thread.currentThread();
        List<String> parts = new ArrayList<>();
        ChatReply reply = model.stream(ChatRequest.of("Where is it?"), part -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            parts.add(part);
        });

        assertThat(parts).hasSizeGreaterThan(10);
        assertThat(String.join("", parts)).isEqualTo(TEXT).isEqualTo(reply.text());
    }

    @Test
    void stream_cutInTheMiddle_failsWithWhatHadArrived() {
        sandbox.failNext(ASK, Fault.HALF_BODY_AFTER);
        List<String> parts = new ArrayList<>();

        AnswerCutOffException cut = catchThrowableOfType(
                AnswerCutOffException.class, () -> model.stream(ChatRequest.of("Where is it?"), parts::add));

        assertThat(cut.received()).isEqualTo(String.join("", parts)).isNotEmpty();
    }

    @Test
    void ask_hostThatStalls_endsAtTheDeadline() {
        ChatRequest question = ChatRequest.of("Where is it?").withDeadline(Duration.ofMillis(200));
        sandbox.failNext(ASK, Fault.TIMEOUT_AFTER);
        assertThatThrownBy(() -> model.ask(question)).isInstanceOf(DeadlinePassedException.class);
        sandbox.failNext(ASK, Fault.TIMEOUT_AFTER);
        assertThatThrownBy(() -> model.stream(question, part -> {})).isInstanceOf(DeadlinePassedException.class);
    }

    @Test
    void stream_readerThatThrows_endsTheCall() {
        IllegalStateException enough = new IllegalStateException("enough");

        assertThatThrownBy(() -> model.stream(ChatRequest.of("Where is it?"), part -> {
                    throw enough;
                }))
                .isSameAs(enough);
        assertThat(model.ask(ChatRequest.of("Where is it?")).text()).isEqualTo(TEXT);
    }

    @Test
    void thereAndBack_keepsTheFailureItBeganWith() {
        ScriptedChatModel scripted = ScriptedChatModel.echo("tuned");
        ChatModel back = LangChain4jBridge.model("host", "tuned", LangChain4jBridge.chatModel(scripted));
        RetryLaterException busy =
                new RetryLaterException(Incident.of("host", "ask"), "busy", Duration.ofSeconds(3), null);
        scripted.failNext(busy);

        assertThatThrownBy(() -> back.ask(ChatRequest.of("hi"))).isSameAs(busy);
        assertThat(back.ask(ChatRequest.of("hi")).text()).isEqualTo("hi");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LangChain4jBridge.model("host", " ", LangChain4jBridge.chatModel(scripted)));
    }
}
