package dev.finetuning.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.testing.ScriptedChatModel;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.util.MimeType;
import reactor.core.Disposable;

class BridgedChatModelTest {
    private static final String BASE = "gpt-4o-mini-2024-07-18";
    private static final String ASK = "POST /v1/chat/completions$";

    private final ScriptedChatModel scripted = ScriptedChatModel.answering("tuned", "On Thursday.");
    private final ChatModel model = SpringAiBridge.chatModel(scripted);

    /** Tools of an application, called by a model. */
    static final class Parcels {
        @Tool(description = "Finds a parcel.")
        String track(@ToolParam(description = "the parcel's number") String number) {
            return "parcel " + number + " is in Zürich";
        }
    }

    @Test
    void call_everythingThatBothSidesHave_isCarried() {
        model.call(new Prompt(
                List.of(
                        new SystemMessage("Be brief."),
                        UserMessage.builder()
                                .text("Where is this?")
                                .media(
                                        Media.builder()
                                                .mimeType(Media.Format.IMAGE_PNG)
                                                .data(URI.create("https://example.com/a.png"))
                                                .build(),
                                        Media.builder()
                                                .mimeType(Media.Format.IMAGE_GIF)
                                                .data(new byte[] {'h', 'i'})
                                                .build())
                                .build(),
                        AssistantMessage.builder()
                                .content("I look.")
                                .toolCalls(List.of(new AssistantMessage.ToolCall(
                                        "call-1", "function", "track", "{\"number\":\"7\"}")))
                                .build(),
                        ToolResponseMessage.builder()
                                .responses(List.of(
                                        new ToolResponseMessage.ToolResponse("call-1", "track", "in Zürich"),
                                        new ToolResponseMessage.ToolResponse("call-2", "track", "in Bern")))
                                .build(),
                        new UserMessage("And now?")),
                ToolCallingChatOptions.builder()
                        .toolCallbacks(ToolCallbacks.from(new Parcels()))
                        .temperature(0.25)
                        .topP(0.5)
                        .topK(3)
                        .frequencyPenalty(0.1)
                        .presencePenalty(0.2)
                        .maxTokens(9)
                        .stopSequences(List.of("END"))
                        .build()));

        ChatRequest asked = scripted.asked().get(0);
        assertThat(asked.messages())
                .containsExactly(
                        Message.system("Be brief."),
                        Message.builder(Role.USER)
                                .content(Content.of(List.of(
                                        Content.Part.text("Where is this?"),
                                        Content.Part.imageUrl("https://example.com/a.png"),
                                        Content.Part.imageUrl("data:image/gif;base64,aGk="))))
                                .build(),
                        Message.builder(Role.ASSISTANT)
                                .content(Content.of("I look."))
                                .toolCalls(List.of(ToolCall.of("call-1", "track", "{\"number\":\"7\"}")))
                                .build(),
                        Message.tool("call-1", "in Zürich"),
                        Message.tool("call-2", "in Bern"),
                        Message.user("And now?"));
        assertThat(asked.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("track");
            assertThat(tool.description()).contains("Finds a parcel.");
            assertThat(tool.parameters()).containsEntry("type", "object").containsEntry("required", List.of("number"));
        });
        assertThat(asked.temperature()).hasValue(0.25);
        assertThat(asked.maxTokens()).hasValue(9);
        assertThat(asked.options())
                .isEqualTo(Map.of(
                        "top_p", 0.5,
                        "top_k", 3,
                        "frequency_penalty", 0.1,
                        "presence_penalty", 0.2,
                        "stop", List.of("END")));
    }

    @Test
    void call_answer_hasItsTextUsageReasonAndIds() {
        ChatReply reply = new ChatReply(
                Message.assistant("On Thu"),
                "length",
                new Usage(100, 80, 7),
                Duration.ZERO,
                "tuned-2",
                Optional.of("req-1"));

        ChatResponse response = SpringAiBridge.chatModel(new Fixed(reply)).call(new Prompt("Where is it?"));

        assertThat(response.getResult().getOutput().getText()).isEqualTo("On Thu");
        assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("length");
        assertThat(response.getMetadata().getId()).isEqualTo("req-1");
        assertThat(response.getMetadata().getModel()).isEqualTo("tuned-2");
        assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(100);
        assertThat(response.getMetadata().getUsage().getCompletionTokens()).isEqualTo(7);
        assertThat(response.getMetadata().getUsage().getCacheReadInputTokens()).isEqualTo(80L);
    }

    @Test
    void call_whatCannotBeCarried_isRefusedWithAllReasons() {
        Prompt prompt = new Prompt(
                List.of(
                        UserMessage.builder()
                                .text("Listen.")
                                .media(Media.builder()
                                        .mimeType(MimeType.valueOf("audio/wav"))
                                        .data(new byte[1])
                                        .build())
                                .build(),
                        AssistantMessage.builder()
                                .toolCalls(List.of(new AssistantMessage.ToolCall("1", "web_search", "s", "{}")))
                                .build()),
                ChatOptions.builder().model("gpt-5").build());

        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> model.call(prompt));

        assertThat(refused.reasons())
                .hasSize(3)
                .anyMatch(reason -> reason.contains("audio/wav"))
                .anyMatch(reason -> reason.contains("web_search"))
                .anyMatch(reason -> reason.contains("gpt-5"));
        assertThatThrownBy(() -> model.stream(prompt).blockLast()).isInstanceOf(RequestRejectedException.class);
        assertThat(scripted.asked()).isEmpty();
    }

    @Test
    void call_failure_staysTyped() {
        RetryLaterException busy = new RetryLaterException(Incident.of("host", "ask"), "busy", null, null);
        scripted.failNext(busy);
        assertThatThrownBy(() -> model.call("Where is it?")).isSameAs(busy);
        scripted.failNext(busy);
        assertThatThrownBy(() -> model.stream("Where is it?").blockLast()).isSameAs(busy);
    }

    @Test
    void stream_abandoned_endsTheCall() throws Exception {
        Slow slow = new Slow();
        Disposable reading =
                SpringAiBridge.chatModel(slow).stream("Where is it?").subscribe();
        slow.asked.await();

        reading.dispose();

        assertThat(slow.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void chatClient_withTools_loopsOverTheSandbox() {
        try (OpenAiSandbox sandbox = new OpenAiSandbox();
                OpenAiTrainingPipeline pipeline = pipeline(sandbox)) {
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

            String answer = ChatClient.create(SpringAiBridge.chatModel(pipeline.chatModel(BASE)))
                    .prompt("Where is parcel 7?")
                    .tools(new Parcels())
                    .call()
                    .content();

            assertThat(answer).contains("Found: ").contains("parcel 7 is in Zürich");
        }
    }

    @Test
    void stream_overTheSandbox_handsOverPartsAndACutAnswer() {
        String text = "Your parcel left Zürich yesterday and arrives on Thursday. ".repeat(20);
        try (OpenAiSandbox sandbox = new OpenAiSandbox();
                OpenAiTrainingPipeline pipeline = pipeline(sandbox)) {
            sandbox.chat(ScriptedChatModel.answering(BASE, text));
            ChatModel bridged = SpringAiBridge.chatModel(pipeline.chatModel(BASE));

            List<ChatResponse> responses =
                    bridged.stream(new Prompt("Where is it?")).toStream().toList();
            assertThat(responses).hasSizeGreaterThan(10);
            assertThat(joined(responses)).isEqualTo(text);
            ChatResponse last = responses.get(responses.size() - 1);
            assertThat(last.getMetadata().getUsage().getCompletionTokens()).isPositive();
            assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("stop");

            sandbox.failNext(ASK, Fault.HALF_BODY_AFTER);
            List<ChatResponse> arrived = new ArrayList<>();
            AnswerCutOffException cut = catchThrowableOfType(
                    AnswerCutOffException.class,
                    () -> bridged.stream(new Prompt("Where is it?"))
                            .doOnNext(arrived::add)
                            .blockLast());
            assertThat(cut.received()).isEqualTo(joined(arrived)).isNotEmpty();
        }
    }

    private static String joined(List<ChatResponse> responses) {
        StringBuilder text = new StringBuilder();
        responses.forEach(
                response -> text.append(response.getResult().getOutput().getText()));
        return text.toString();
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
