package dev.finetuning.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.testing.ScriptedChatModel;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BridgedChatModelTest {
    private static final String BASE = "gpt-4o-mini-2024-07-18";
    private static final String ASK = "POST /v1/chat/completions$";

    private final ScriptedChatModel scripted = ScriptedChatModel.answering("tuned", "On Thursday.");

    private static dev.langchain4j.model.chat.request.ChatRequest.Builder question() {
        return dev.langchain4j.model.chat.request.ChatRequest.builder().messages(UserMessage.from("Where is it?"));
    }

    private static JsonObjectSchema parameters() {
        return JsonObjectSchema.builder()
                .addStringProperty("number", "the parcel's number")
                .addEnumProperty("carrier", List.of("dhl", "ups"))
                .required("number")
                .additionalProperties(false)
                .build();
    }

    @Test
    void chat_everythingThatBothSidesHave_isCarried() {
        ToolSpecification tool = ToolSpecification.builder()
                .name("track")
                .description("Finds a parcel.")
                .parameters(parameters())
                .strict(true)
                .build();
        LangChain4jBridge.chatModel(scripted)
                .chat(dev.langchain4j.model.chat.request.ChatRequest.builder()
                        .messages(
                                SystemMessage.from("Be brief."),
                                UserMessage.from(
                                        "jana",
                                        TextContent.from("Where is this?"),
                                        ImageContent.from("https://example.com/a.png", ImageContent.DetailLevel.LOW),
                                        ImageContent.from("aGk=", "image/gif")),
                                AiMessage.from(
                                        "I look.",
                                        List.of(ToolExecutionRequest.builder()
                                                .id("call-1")
                                                .name("track")
                                                .arguments("{\"number\":\"7\"}")
                                                .build())),
                                ToolExecutionResultMessage.from("call-1", "track", "in Zürich"),
                                UserMessage.from("And now?"))
                        .toolSpecifications(tool)
                        .toolChoice(ToolChoice.REQUIRED)
                        .temperature(0.25)
                        .topP(0.5)
                        .topK(3)
                        .frequencyPenalty(0.1)
                        .presencePenalty(0.2)
                        .maxOutputTokens(9)
                        .stopSequences(List.of("END", "STOP"))
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("place")
                                        .rootElement(parameters())
                                        .build())
                                .build())
                        .build());

        ChatRequest asked = scripted.asked().get(0);
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "number",
                        Map.of("type", "string", "description", "the parcel's number"),
                        "carrier",
                        Map.of("type", "string", "enum", List.of("dhl", "ups"))),
                "required",
                List.of("number"),
                "additionalProperties",
                false);
        assertThat(asked.messages())
                .containsExactly(
                        Message.system("Be brief."),
                        Message.builder(Role.USER)
                                .name("jana")
                                .content(Content.of(List.of(
                                        Content.Part.text("Where is this?"),
                                        new Content.Part(
                                                "image_url",
                                                Map.of(
                                                        "image_url",
                                                        Map.of("url", "https://example.com/a.png", "detail", "low"))),
                                        Content.Part.imageUrl("data:image/gif;base64,aGk="))))
                                .build(),
                        Message.builder(Role.ASSISTANT)
                                .content(Content.of("I look."))
                                .toolCalls(List.of(ToolCall.of("call-1", "track", "{\"number\":\"7\"}")))
                                .build(),
                        Message.tool("call-1", "in Zürich"),
                        Message.user("And now?"));
        assertThat(asked.tools())
                .containsExactly(new Tool("track", Optional.of("Finds a parcel."), schema, Map.of("strict", true)));
        assertThat(asked.temperature()).hasValue(0.25);
        assertThat(asked.maxTokens()).hasValue(9);
        assertThat(asked.options())
                .isEqualTo(Map.of(
                        "top_p",
                        0.5,
                        "top_k",
                        3,
                        "frequency_penalty",
                        0.1,
                        "presence_penalty",
                        0.2,
                        "stop",
                        List.of("END", "STOP"),
                        "tool_choice",
                        "required",
                        "response_format",
                        Map.of("type", "json_schema", "json_schema", Map.of("name", "place", "schema", schema))));
    }

    @Test
    void chat_answer_hasItsTextUsageReasonAndIds() {
        ChatReply reply = new ChatReply(
                Message.assistant("On Thu"),
                "length",
                new Usage(100, 80, 7),
                Duration.ZERO,
                "tuned-2",
                Optional.of("req-1"));

        ChatResponse response =
                LangChain4jBridge.chatModel(new Fixed(reply)).chat(question().build());

        assertThat(response.aiMessage()).isEqualTo(AiMessage.from("On Thu"));
        assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(100, 7, 107));
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.modelName()).isEqualTo("tuned-2");
        assertThat(response.id()).isEqualTo("req-1");
    }

    static Stream<dev.langchain4j.model.chat.request.ChatRequest> unsupported() {
        return Stream.of(
                question()
                        .parameters(
                                OpenAiChatRequestParameters.builder().seed(7).build())
                        .build(),
                question().modelName("gpt-5").build(),
                question()
                        .messages(UserMessage.from(AudioContent.from("aGk=", "audio/wav")))
                        .build(),
                question()
                        .messages(CustomMessage.from(Map.of("role", "critic")))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void chat_whatCannotBeCarried_isRefusedBeforeAnythingIsAsked(dev.langchain4j.model.chat.request.ChatRequest asked) {
        assertThatThrownBy(() -> LangChain4jBridge.chatModel(scripted).chat(asked))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThatThrownBy(() -> LangChain4jBridge.streamingChatModel(scripted).chat(asked, new Heard()))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(scripted.asked()).isEmpty();
    }

    static Stream<Arguments> failures() {
        Incident busy = new Incident("host", "ask", OptionalInt.of(429), Optional.empty(), Optional.empty());
        Incident down = Incident.of("host", "ask");
        return Stream.of(
                Arguments.of(new CredentialsException(down, "no key", null), AuthenticationException.class),
                Arguments.of(new NotFoundException(down, "model", "m", null), ModelNotFoundException.class),
                Arguments.of(
                        new RequestRejectedException(down, List.of("too long"), null), InvalidRequestException.class),
                Arguments.of(new RetryLaterException(busy, "busy", null, null), RateLimitException.class),
                Arguments.of(new RetryLaterException(down, "down", null, null), InternalServerException.class),
                Arguments.of(
                        new CapabilityGoneException(down, "chat", "retired", null), UnsupportedFeatureException.class),
                Arguments.of(new OutcomeUnknownException(down, "lost", null, null), NonRetriableException.class),
                Arguments.of(new ProviderFaultException(down, "nonsense", null), NonRetriableException.class),
                Arguments.of(new AnswerCutOffException(down, "cut", "On Th", null), NonRetriableException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void chat_failure_isTheirsWithOursAsItsCause(ProviderException ours, Class<? extends Throwable> theirs)
            throws Exception {
        ChatModel model = LangChain4jBridge.chatModel(scripted);

        scripted.failNext(ours);
        assertThatThrownBy(() -> model.chat(question().build()))
                .isInstanceOf(theirs)
                .hasCause(ours);

        scripted.failNext(ours);
        assertThatThrownBy(() -> model.chatAsync(question().build()).get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(theirs)
                .hasCause(ours);

        scripted.failNext(ours);
        Heard heard = new Heard();
        LangChain4jBridge.streamingChatModel(scripted).chat(question().build(), heard);
        assertThatThrownBy(() -> heard.end.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(theirs)
                .hasCause(ours);
    }

    @Test
    void chatAsync_cancelled_endsTheCall() throws Exception {
        Slow slow = new Slow();
        CompletableFuture<ChatResponse> answer =
                LangChain4jBridge.chatModel(slow).chatAsync(question().build());
        slow.asked.await();

        answer.cancel(true);

        assertThat(slow.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Tools of an application, called by a model. */
    static final class Parcels {
        @dev.langchain4j.agent.tool.Tool("Finds a parcel.")
        String track(@P("the parcel's number") String number) {
            return "parcel " + number + " is in Zürich";
        }
    }

    interface Support {
        String answer(String question);
    }

    @Test
    void aiService_withTools_loopsOverTheSandbox() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        try (OpenAiSandbox sandbox = new OpenAiSandbox();
                OpenAiTrainingPipeline pipeline = pipeline(sandbox)) {
            sandbox.watch(request -> sent.add(new String(request.body(), StandardCharsets.UTF_8)), request -> {});
            sandbox.answerNext(ASK, Answer.json(200, """
                    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,
                     "message":{"role":"assistant","content":null,"tool_calls":[{"id":"call-1","type":"function",
                      "function":{"name":"track","arguments":"{\\"number\\":\\"7\\"}"}}]},"finish_reason":"tool_calls"}],
                     "usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}""".formatted(BASE)));
            sandbox.chat(ScriptedChatModel.answering(
                    BASE,
                    request -> "Found: "
                            + request.messages()
                                    .get(request.messages().size() - 1)
                                    .text()));
            Support support = AiServices.builder(Support.class)
                    .chatModel(LangChain4jBridge.chatModel(pipeline.chatModel(BASE)))
                    .tools(new Parcels())
                    .build();

            assertThat(support.answer("Where is parcel 7?")).isEqualTo("Found: parcel 7 is in Zürich");
            assertThat(sent.get(0)).contains("Finds a parcel.", "the parcel's number");
        }
    }

    @Test
    void streaming_overTheSandbox_handsOverPartsAndACutAnswer() throws Exception {
        String text = "Your parcel left Zürich yesterday and arrives on Thursday. ".repeat(20);
        try (OpenAiSandbox sandbox = new OpenAiSandbox();
                OpenAiTrainingPipeline pipeline = pipeline(sandbox)) {
            sandbox.chat(ScriptedChatModel.answering(BASE, text));
            var model = LangChain4jBridge.streamingChatModel(pipeline.chatModel(BASE));
            Heard heard = new Heard();
            model.chat("Where is it?", heard);

            ChatResponse response = heard.end.get(30, TimeUnit.SECONDS);
            assertThat(heard.parts).hasSizeGreaterThan(10);
            assertThat(String.join("", heard.parts))
                    .isEqualTo(text)
                    .isEqualTo(response.aiMessage().text());
            assertThat(response.tokenUsage().outputTokenCount()).isPositive();

            sandbox.failNext(ASK, Fault.HALF_BODY_AFTER);
            Heard cut = new Heard();
            model.chat("Where is it?", cut);
            assertThatThrownBy(() -> cut.end.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(NonRetriableException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            AnswerCutOffException.class,
                            e -> assertThat(e.received()).isEqualTo(String.join("", cut.parts)));
        }
    }

    private static OpenAiTrainingPipeline pipeline(OpenAiSandbox sandbox) {
        return new OpenAiTrainingPipeline(OpenAiSettings.openAi(Secret.of(Canary.KEY))
                .baseUrl(sandbox.url())
                .build());
    }

    private record Fixed(ChatReply reply) implements dev.finetuning.chat.ChatModel {
        @Override
        public String id() {
            return "tuned";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            return reply;
        }
    }

    /** Answers only when it is interrupted. */
    private static final class Slow implements dev.finetuning.chat.ChatModel {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public String id() {
            return "slow";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return ChatReply.of("slow", "late", Usage.NONE, Duration.ZERO);
        }
    }
}
