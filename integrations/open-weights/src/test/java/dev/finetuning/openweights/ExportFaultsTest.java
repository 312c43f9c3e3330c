package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong in an export, what its owner hears of it, and what is left. */
class ExportFaultsTest {
    @TempDir
    private Path folder;

    private Exporter exporter;
    private ModelExport merged;
    private Path target;

    @BeforeEach
    void train() throws IOException {
        exporter = new Exporter(folder);
        merged = ModelExport.merged(exporter.model);
        target = exporter.out("support");
    }

    @AfterEach
    void close() {
        if (exporter != null) {
            exporter.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "memory, out_of_memory, end other programs",
        "disk, disk_full, make room",
        "disk_in_rust, disk_full, make room",
        "bug, internal, err.log",
        "die, died, exit code 137"
    })
    void export_thatCannotSucceed_failsWithACodeAndLeavesNothing(String fault, String code, String advice)
            throws Exception {
        exporter.knobs("{\"export\": \"" + fault + "\"}");

        ProviderFaultException failure =
                catchThrowableOfType(ProviderFaultException.class, () -> exporter.export(merged, target));

        assertThat(failure.incident().code()).contains(code);
        assertThat(failure).hasMessageContaining(advice);
        assertThat(target).doesNotExist();
        exporter.knobs("{}");
        assertThat(exporter.export(merged, target).written()).isTrue();
        assertThat(exporter.outside()).containsExactly("support");
    }

    @Test
    void export_withoutAPackage_isRefusedWithTheLineThatInstallsIt() throws Exception {
        exporter.knobs("{\"export\": \"library\"}");

        assertThatThrownBy(() -> exporter.export(merged, target))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("lacks peft")
                .hasMessageContaining("-m pip install peft");
        assertThat(exporter.outside()).isEmpty();
    }

    @Test
    void export_forWhichThereIsNoRoom_failsBeforeItMerges() throws Exception {
        exporter.knobs("{\"free\": 1000}");

        ProviderFaultException failure =
                catchThrowableOfType(ProviderFaultException.class, () -> exporter.export(merged, target));

        assertThat(failure.incident().code()).contains("disk_full");
        assertThat(failure).hasMessageMatching("(?s).*takes about \\d+ bytes, and .*out has 1000 left; make room.*");
        assertThat(exporter.steps).doesNotContain("loading");
        assertThat(exporter.outside()).isEmpty();
    }

    @Test
    void export_thatIsInterrupted_endsItsProcessAndLeavesNothing() throws Exception {
        exporter.knobs("{\"hold\": true, \"slow_to_tidy\": true}");
        List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
        Thread thread = exporter.exporting(merged, target, failures);
        long process = exporter.merging();

        thread.interrupt();
        thread.join();

        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).isInstanceOf(ProviderFaultException.class).hasMessageContaining("interrupted");
        assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(exporter.outside()).isEmpty();
    }

    @Test
    void export_whoseListenerThrows_endsItsProcess() throws Exception {
        exporter.knobs("{\"hold\": true}");

        assertThatThrownBy(() -> exporter.pipeline.export(merged, target, progress -> {
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        Exercise.awaitNoWorkers();
        assertThat(target).doesNotExist();
    }

    @Test
    void export_toWhereAnotherOneWrites_isToldToComeLater() throws Exception {
        exporter.knobs("{\"hold\": true}");
        List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
        Thread thread = exporter.exporting(merged, target, failures);
        exporter.merging();

        assertThatThrownBy(() -> exporter.export(merged, target))
                .isInstanceOf(RetryLaterException.class)
                .hasMessageContaining("another process is exporting to " + target);
        exporter.go();
        thread.join();

        assertThat(failures).isEmpty();
        assertThat(exporter.export(merged, target).written()).isFalse();
    }

    @Test
    void export_ofAJvmThatIsKilled_ends() throws Exception {
        exporter.knobs("{\"hold\": true}");
        Process jvm = Exercise.otherJvm(Other.class, folder);
        long process = exporter.merging();
        assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isPresent();

        FakeTrainer.kill(jvm.pid());

        Exercise.await(
                () -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(target).doesNotExist();
        exporter.go();
        assertThat(exporter.export(merged, target).written()).isTrue();
        assertThat(exporter.outside()).containsExactly("support");
    }

    /** Exports the only model of a folder in a JVM of its own. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            Path place = Path.of(args[0]);
            try (OpenWeightsPipeline pipeline = FakeTrainer.at(place).builder().build();
                    Stream<Path> jobs = Files.list(place.resolve("pipeline/jobs"))) {
                String model = String.valueOf(jobs.findFirst().orElseThrow().getFileName());
                pipeline.export(ModelExport.merged(model), place.resolve("out/support"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "raise NotImplementedError(\"pre-tokenizer was not recognized\"), converter, pre-tokenizer was not recognized",
        "import sys; sys.exit(3), converter, exit code 3",
        "'import pathlib, sys; pathlib.Path(sys.argv[2]).write_text(str())', converter, no GGUF file",
        "raise MemoryError(), out_of_memory, memory"
    })
    void converter_thatFails_isTold(String body, String code, String message) {
        Path llama = FakeLlama.in(folder.resolve("llama"));
        FakeLlama.converter(llama, FakeLlama.MODEL, body);
        Path file = exporter.out("support.gguf");

        ProviderException failure = catchThrowableOfType(
                ProviderException.class, () -> exporter.export(ModelExport.gguf(exporter.model, llama), file));

        assertThat(failure.incident().code()).contains(code);
        assertThat(failure).hasMessageContaining(message);
        assertThat(file).doesNotExist();
        assertThat(exporter.out("support.gguf.part")).doesNotExist();
    }

    @Test
    void converter_thatLacksAPackage_isRefusedWithTheLineThatInstallsIt() {
        Path llama = FakeLlama.in(folder.resolve("llama"));
        FakeLlama.converter(llama, FakeLlama.ADAPTER, "import no_such_package");

        assertThatThrownBy(
                        () -> exporter.export(ModelExport.ggufAdapter(exporter.model, llama), exporter.out("a.gguf")))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("-m pip install no_such_package");
    }
}
