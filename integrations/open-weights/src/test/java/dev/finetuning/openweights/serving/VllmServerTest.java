package dev.finetuning.openweights.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openweights.sandbox.VllmSandbox;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VllmServerTest {
    private static final String LOAD = "POST /v1/load_lora_adapter$";
    private static final String UNLOAD = "POST /v1/unload_lora_adapter$";
    private static final String LIST = "GET /v1/models$";
    private static final String MODEL = "ow-1";

    @TempDir
    private Path folder;

    @RegisterExtension
    final VllmSandbox sandbox = new VllmSandbox();

    private VllmServer server;

    @BeforeEach
    void open() {
        server = builder().build();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Reads are repeated without pauses. */
    private VllmServer.Builder builder() {
        return VllmServer.builder(sandbox.root())
                .key(Secret.of(Canary.KEY))
                .loadTimeout(Duration.ofMillis(700))
                .sleeper(pause -> {});
    }

    private Path adapter(String name) throws IOException {
        Path adapter = Files.createDirectories(folder.resolve(name));
        Files.writeString(adapter.resolve("adapter_config.json"), "{}");
        return adapter;
    }

    @Test
    void load_adapter_canBeAskedByItsName() throws Exception {
        Path adapter = adapter("one");

        server.load(MODEL, adapter);

        assertThat(sandbox.loaded()).containsEntry(MODEL, adapter.toString());
        assertThat(server.chatModel(MODEL).ask(ChatRequest.of("hello")).text()).isEqualTo("ow-1 answers");
        assertThat(server.chatModel(MODEL).id()).isEqualTo(MODEL);
        assertThat(sandbox.requests())
                .allMatch(request -> request.headers().get("authorization").equals("Bearer " + Canary.KEY));
    }

    @Test
    void load_again_sendsNoSecondRequestToLoad() throws Exception {
        server.load(MODEL, adapter("one"));
        server.load(MODEL, adapter("one"));

        assertThat(sandbox.requestLines().stream().filter(line -> line.contains("load_lora")))
                .hasSize(1);
    }

    @Test
    void load_nameOfAnotherAdapter_unloadsThatOneFirst() throws Exception {
        server.load(MODEL, adapter("one"));
        server.load(MODEL, adapter("two"));

        assertThat(sandbox.log()).containsExactly("load ow-1", "unload ow-1", "load ow-1");
        assertThat(sandbox.loaded()).containsEntry(MODEL, adapter("two").toString());
    }

    @Test
    void load_folderSeenElsewhere_isSentAsTheServerSeesIt() throws Exception {
        Path seen = adapter("mounted/jobs/ow-1/adapter");
        Path here = folder.resolve("pipeline");
        VllmServer mounted =
                builder().folder(here, folder.resolve("mounted") + "/").build();

        mounted.load(MODEL, here.resolve("jobs/ow-1/adapter"));

        assertThat(sandbox.loaded()).containsEntry(MODEL, seen.toString());
        mounted.close();
    }

    @Test
    void load_folderThatTheServerDoesNotSee_isRejectedWithWhatToDo() {
        assertThatThrownBy(() -> server.load(MODEL, folder.resolve("nothing")))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("No adapter found")
                .hasMessageContaining("the server must see it at that path")
                .hasMessageContaining("VLLM_ALLOW_RUNTIME_LORA_UPDATING");
        assertThat(sandbox.loaded()).isEmpty();
    }

    @Test
    void load_serverThatDoesNotAllowIt_isRejectedWithWhatToDo() throws Exception {
        sandbox.answerNext(LOAD, Answer.json(404, "{\"detail\":\"Not Found\"}"));

        assertThatThrownBy(() -> server.load(MODEL, adapter("one")))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("--enable-lora");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER"})
    void load_answerIsLost_isFoundInTheList(Fault fault) throws Exception {
        sandbox.failNext(LOAD, fault);

        server.load(MODEL, adapter("one"));

        assertThat(sandbox.log()).containsExactly("load ow-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET_BEFORE", "GARBAGE_BEFORE"})
    void load_neverArrives_failsAndCanBeRepeated(Fault fault) throws Exception {
        Path adapter = adapter("one");
        sandbox.failNext(LOAD, fault);

        assertThatThrownBy(() -> server.load(MODEL, adapter)).isInstanceOf(RetryLaterException.class);
        assertThat(sandbox.loaded()).isEmpty();
        server.load(MODEL, adapter);
        assertThat(sandbox.loaded()).containsKey(MODEL);
    }

    @Test
    void load_answerIsLostAndTheListToo_failsAndIsFoundLater() throws Exception {
        Path adapter = adapter("one");
        sandbox.failNext(LOAD, Fault.RESET_AFTER);
        sandbox.watch(request -> {}, request -> {
            if (request.line().contains("/load_lora")) {
                for (int i = 0; i < 20; i++) {
                    sandbox.answerNext(LIST, Answer.json(401, "{\"error\":\"Unauthorized\"}"));
                }
            }
        });
        assertThatThrownBy(() -> server.load(MODEL, adapter))
                .isInstanceOf(RetryLaterException.class)
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).hasOnlyElementsOfType(CredentialsException.class));
        assertThat(sandbox.loaded()).containsKey(MODEL);
    }

    @Test
    void load_adapterOfARankThatIsTooHigh_isRejectedWithTheServersWords() throws Exception {
        Path adapter = adapter("one");
        Files.writeString(adapter.resolve("adapter_config.json"), "{\"r\": 64}");

        assertThatThrownBy(() -> server.load(MODEL, adapter))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("LoRA rank 64 is greater than max_lora_rank 16")
                .hasMessageContaining("--max-lora-rank");
    }

    @Test
    void load_anotherProcessIsQuicker_isContent() throws Exception {
        Path adapter = adapter("one");
        sandbox.watch(
                request -> {
                    if (request.line().contains("/load_lora")) {
                        sandbox.loaded().put(MODEL, adapter.toString());
                    }
                },
                request -> {});

        server.load(MODEL, adapter);

        assertThat(sandbox.log()).isEmpty();
    }

    @Test
    void unload_loadedAndOthers_unloadsTheLoadedOnesAlone() throws Exception {
        server.load(MODEL, adapter("one"));
        server.load("ow-2", adapter("two"));

        server.unload(List.of(MODEL, "ow-3", MODEL));

        assertThat(sandbox.log()).containsExactly("load ow-1", "load ow-2", "unload ow-1");
        assertThatThrownBy(() -> server.chatModel(MODEL).ask(ChatRequest.of("hello")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void unload_answerIsLost_isSeenInTheList() throws Exception {
        server.load(MODEL, adapter("one"));
        sandbox.failNext(UNLOAD, Fault.RESET_AFTER);

        server.unload(List.of(MODEL));

        assertThat(sandbox.loaded()).isEmpty();
    }

    @Test
    void unload_thatDoesNotHappen_fails() throws Exception {
        server.load(MODEL, adapter("one"));
        sandbox.failNext(UNLOAD, Fault.RESET_BEFORE);

        assertThatThrownBy(() -> server.unload(List.of(MODEL))).isInstanceOf(RetryLaterException.class);
        assertThat(sandbox.loaded()).containsKey(MODEL);
    }

    @Test
    void chatModel_ofTheBase_isAskedByTheServersNameForIt() {
        VllmServer named = builder().baseModel("smollm2", VllmSandbox.BASE).build();

        assertThat(named.chatModel("smollm2").ask(ChatRequest.of("hello")).text())
                .isEqualTo("org/base-model answers");
        assertThat(named.chatModel("smollm2").id()).isEqualTo("smollm2");
        assertThat(named.chatModel("smollm2")
                        .ask(ChatRequest.of("hello").withOption("top_k", 3))
                        .text())
                .isNotEmpty();
        assertThat(sandbox.requests().get(1).json()).contains("\"top_k\":3");
        named.close();
    }

    @Test
    void builder_addressWithAPathOfAnotherKind_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> VllmServer.builder("localhost:8000"));
        assertThat(server).hasToString("VllmServer[" + sandbox.root() + "]");
    }
}
