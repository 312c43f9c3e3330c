package dev.finetuning.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import reactor.core.publisher.Flux;

class ForeignChatModelTest extends ChatModelContractTest {
    private final Scripted scripted = new Scripted();
    private final ChatModel model = SpringAiBridge.model("host", "theirs", scripted);

    @Override
    protected ChatModel model() {
        return model;
    }

    @Test
    void ask_everythingThatBothSidesHave_isCarried() {
        Map<String, Object> schema =
                Map.of("type", "object", "properties", Map.of("number", Map.of("pattern", "\\d+")));
        scripted.answer = new ChatResponse(
                List.of(new Generation(
                        AssistantMessage.builder()
                                .toolCalls(List.of(new AssistantMessage.ToolCall("call-2", "function", "track", "{}")))
                                .build(),
                        ChatGenerationMetadata.builder()
                                .finishReason("TOOL_CALLS")
                                .build())),
                ChatResponseMetadata.builder()
                        .id("req-1")
                        .model("theirs-2")
                        .usage(new DefaultUsage(20, 5, 25, null, 8L, null))
                        .build());

        ChatReply reply = model.ask(ChatRequest.of(List.of(
                        Message.system("Be brief."),
                        Message.builder(Role.USER)
                                .content(Content.of(List.of(
                                        Content.Part.text("Where is this?"),
                                        Content.Part.imageUrl("https://example.com/a.png"),
                                        Content.Part.imageUrl("data:image/gif;base64,aGk="))))
                                .build(),
                        Message.assistant(List.of(ToolCall.of("call-1", "track", "{\"number\":\"6\"}"))),
                        Message.tool("call-1", "in Bern"),
                        Message.user("And number 7?")))
                .withTools(List.of(Tool.of("track", "Finds a parcel.", schema)))
                .withTemperature(0.25)
                .withMaxTokens(9)
                .withOption("top_p", 0.5)
                .withOption("stop", "END"));

        assertThat(reply.message()).isEqualTo(Message.assistant(List.of(ToolCall.of("call-2", "track", "{}"))));
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(reply.usage()).isEqualTo(new Usage(20, 8, 5));
        assertThat(reply.modelId()).isEqualTo("theirs-2");
        assertThat(reply.requestId()).contains("req-1");
        Prompt asked = scripted.asked.get(0);
        ToolCallingChatOptions options = (ToolCallingChatOptions) asked.getOptions();
        assertThat(options.getModel()).as("the model's own option").isEqualTo("theirs");
        assertThat(options.getTemperature()).isEqualTo(0.25);
        assertThat(options.getMaxTokens()).isEqualTo(9);
        assertThat(options.getTopP()).isEqualTo(0.5);
        assertThat(options.getStopSequences()).containsExactly("END");
        assertThat(options.getToolCallbacks())
                .singleElement()
                .satisfies(tool ->
                        assertThat(tool.getToolDefinition().inputSchema()).contains("\"pattern\":\"\\\\d+\""));
        // read back by the other direction, it is the same conversation
        assertThat(new MessageReader(new Refusal("host", "theirs")).read(asked.getInstructions()))
                .hasSize(5)
                .contains(
                        Message.system("Be brief."),
                        Message.assistant(List.of(ToolCall.of("call-1", "track", "{\"number\":\"6\"}"))),
                        Message.tool("call-1", "in Bern"));
        assertThat(asked.getUserMessage().getText()).isEqualTo("And number 7?");
    }

    @Test
    void ask_whatCannotBeCarried_isRefusedWithAllReasons() {
        ChatRequest request = ChatRequest.of(List.of(
                        Message.of(Role.DEVELOPER, "Be brief."),
                        Message.builder(Role.USER)
                                .content(Content.of(List.of(
                                        Content.Part.imageUrl("https://example.com/a.png"),
                                        Content.Part.text("after"),
                                        new Content.Part("input_audio", Map.of("data", "aGk=")))))
                                .name("jana")
                                .build(),
                        Message.tool("call-9", "of nothing")))
                .withTools(List.of(new Tool("t", Optional.empty(), Map.of(), Map.of("strict", true))))
                .withOption("logit_bias", Map.of("50256", -100));

        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> model.ask(request));

        assertThat(refused.reasons())
                .anyMatch(reason -> reason.contains("role developer"))
                .anyMatch(reason -> reason.contains("text after an image"))
                .anyMatch(reason -> reason.contains("input_audio"))
                .anyMatch(reason -> reason.contains("name of a message"))
                .anyMatch(reason -> reason.contains("call is not in the conversation"))
                .anyMatch(reason -> reason.contains("field strict"))
                .anyMatch(reason -> reason.contains("logit_bias"));
        assertThat(scripted.asked).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TransientAiException("busy"), RetryLaterException.class),
                Arguments.of(new NonTransientAiException("too long"), RequestRejectedException.class),
                Arguments.of(new UncheckedIOException(new IOException("reset")), RetryLaterException.class),
                Arguments.of(new IllegalStateException("odd"), ProviderFaultException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void ask_failure_isOursByWhatToDoNext(RuntimeException theirs, Class<? extends ProviderException> ours) {
        scripted.failure = theirs;

        assertThatThrownBy(() -> model.ask(ChatRequest.of("Where?")))
                .isInstanceOf(ours)
                .hasCause(theirs);
        assertThatThrownBy(() -> model.stream(ChatRequest.of("Where?"), part -> {}))
                .isInstanceOf(ours);
    }

    @Test
    void stream_handsOverPartsInTheCallingThread() {
        Thread caller = Thread.currentThread();
        List<String> parts = new ArrayList<>();
        ChatReply reply = model.stream(ChatRequest.of("Where is it?"), part -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            parts.add(part);
        });

        assertThat(parts).containsExactly("On ", "Thursday.");
        assertThat(reply.text()).isEqualTo("On Thursday.");
        assertThat(reply.finishReason()).isEqualTo("stop");
    }

    @Test
    void stream_cutInTheMiddle_failsWithWhatHadArrived() {
        scripted.cut = true;

        AnswerCutOffException cut = catchThrowableOfType(
                AnswerCutOffException.class, () -> model.stream(ChatRequest.of("Where is it?"), part -> {}));

        assertThat(cut.received()).isEqualTo("On ");
        assertThat(cut).hasCauseInstanceOf(RetryLaterException.class);
    }

    @Test
    void stream_modelThatStalls_endsAtTheDeadlineWithWhatHadArrived() {
        scripted.stalls = true;

        AnswerCutOffException cut = catchThrowableOfType(
                AnswerCutOffException.class,
                () -> model.stream(ChatRequest.of("Where is it?").withDeadline(Duration.ofMillis(200)), part -> {}));

        assertThat(cut.received()).isEqualTo("On ");
        assertThat(cut).hasCauseInstanceOf(DeadlinePassedException.class);
        assertThat(scripted.cancelled).isTrue();
    }

    @Test
    void stream_readerThatThrows_endsTheCall() {
        IllegalStateException enough = new IllegalStateException("enough");

        assertThatThrownBy(() -> model.stream(ChatRequest.of("Where is it?"), part -> {
                    throw enough;
                }))
                .isSameAs(enough);
        assertThat(scripted.cancelled).isTrue();
    }

    @Test
    void model_blankId_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SpringAiBridge.model("host", " ", scripted));
    }

    /** A model of Spring AI. */
    private static final class Scripted implements org.springframework.ai.chat.model.ChatModel {
        private final List<Prompt> asked = new ArrayList<>();
        private @Nullable RuntimeException failure;
        private @Nullable ChatResponse answer;
        private boolean cut;
        private boolean stalls;
        private boolean cancelled;

        @Override
        public synchronized ChatResponse call(Prompt prompt) {
            asked.add(prompt);
            if (failure != null) {
                throw failure;
            }
            return answer != null ? answer : part("On Thursday.", "STOP");
        }

        @Override
        public Flux<ChatResponse> stream(Prompt prompt) {
            if (failure != null) {
                return Flux.error(failure);
            }
            Flux<ChatResponse> rest = cut
                    ? Flux.error(new UncheckedIOException(new IOException("reset")))
                    : Flux.just(part("Thursday.", ""), part("", "STOP"));
            return Flux.just(part("On ", ""))
                    .concatWith(stalls ? Flux.never() : rest)
                    .doOnCancel(() -> cancelled = true);
        }

        private static ChatResponse part(String text, String reason) {
            return new ChatResponse(List.of(new Generation(
                    new AssistantMessage(text),
                    ChatGenerationMetadata.builder().finishReason(reason).build())));
        }

        @Override
        public ChatOptions getOptions() {
            return ToolCallingChatOptions.builder().model("theirs").build();
        }
    }
}
