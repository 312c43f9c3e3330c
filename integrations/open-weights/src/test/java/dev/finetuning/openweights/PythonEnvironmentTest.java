package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.JobQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
    @TempDir
    private Path folder;

    private final List<String> heard = new ArrayList<>();

    @Test
    void at_noInterpreter_isRefused() {
        assertThatThrownBy(() -> PythonEnvironment.at(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no Python interpreter at " + folder.resolve("bin/python"));
    }

    @Test
    void check_environmentWithoutPackages_namesEachWithTheLineThatInstallsIt() throws Exception {
        PythonEnvironment environment = bare();

        PythonEnvironment.Report report = environment.check();

        assertThat(report.complete()).isFalse();
        assertThat(report.python()).startsWith("3.");
        assertThat(report.device()).isEqualTo("cpu");
        assertThat(report.freeMemoryBytes()).isPositive();
        assertThat(report.missing())
                .hasSize(6)
                .anyMatch(line ->
                        line.equals("trl is not installed: " + environment.python() + " -m pip install trl==1.16.0"));
    }

    /** An environment of its own sees no package of the machine's. */
    private PythonEnvironment bare() throws IOException, InterruptedException {
        Path place = folder.resolve("bare");
        assertThat(new ProcessBuilder(
                                FakeTrainer.python().toString(),
                                "-m",
                                "venv",
                                "--without-pip",
                                "--copies",
                                place.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        return PythonEnvironment.at(place);
    }

    @Test
    void start_environmentWithoutPackages_isRefusedAndCreatesNothing() throws Exception {
        FakeTrainer.in(folder);
        try (OpenWeightsPipeline pipeline = OpenWeightsPipeline.builder(folder.resolve("pipeline"))
                .environment(bare())
                .baseModel(FakeTrainer.BASE, folder.resolve("base"))
                .build()) {
            var request = Exercise.request(pipeline).build();

            assertThatThrownBy(() -> pipeline.start(request))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("torch is not installed");
            assertThatThrownBy(() -> pipeline.export(ModelExport.merged(FakeTrainer.BASE), folder.resolve("export")))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("torch is not installed");
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }

    @Test
    void check_whatIsNoPython_isAFault() throws Exception {
        Path script = script("python", "echo I am a shell");

        assertThatThrownBy(() -> PythonEnvironment.at(script).check())
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("does not answer as a Python interpreter");
    }

    @Test
    void install_once_installsByUvAndThenOnlyLooks() throws Exception {
        Path uv = uv("echo installed 6 packages");
        Path place = folder.resolve("environment");

        PythonEnvironment environment = installer(place, uv).install();
        List<String> first = List.copyOf(heard);
        heard.clear();
        installer(place, uv).install();

        assertThat(environment.python()).isEqualTo(place.resolve("bin/python"));
        assertThat(first)
                .anyMatch(
                        line -> line.contains("uv pip install") && line.endsWith("--index-strategy unsafe-best-match"))
                .contains("installed 6 packages");
        assertThat(heard).isEmpty();
        assertThat(Files.readString(place.resolve("requirements.txt"))).contains("trl==");
    }

    @Test
    void install_otherRequirements_installsAgain() throws Exception {
        Path uv = uv("echo installed");
        Path place = folder.resolve("environment");
        installer(place, uv).install();
        heard.clear();

        installer(place, uv).requirements("trl==9.9\n").install();

        assertThat(heard).contains("installed");
        assertThat(Files.readString(place.resolve("requirements.txt"))).isEqualTo("trl==9.9\n");
    }

    @Test
    void install_thatFails_saysHowAndIsNotTakenForDone() throws Exception {
        Path uv = uv("echo no room on the disk; exit 3");
        Path place = folder.resolve("environment");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> installer(place, uv).install())
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("exit code 3: no room on the disk");
        }
    }

    @Test
    void install_noPythonAtAll_saysSo() {
        assertThatThrownBy(() -> PythonEnvironment.installer(folder.resolve("environment"))
                        .uv("no-such-uv")
                        .python("no-such-python")
                        .install())
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("no-such-python cannot be run");
    }

    private PythonInstaller installer(Path place, Path uv) {
        return PythonEnvironment.installer(place)
                .uv(uv.toString())
                .python(FakeTrainer.python().toString())
                .arguments(List.of("--index-strategy", "unsafe-best-match"))
                .progress(heard::add);
    }

    /** Makes environments and plays the rest. */
    private Path uv(String install) throws IOException {
        assumeFalse(FakeTrainer.python() == null);
        return script("uv", """
                for last; do :; done
                case "$1" in
                  --version) echo uv ;;
                  venv) mkdir -p "$last/bin" && echo '#!/bin/sh' > "$last/bin/python" && chmod +x "$last/bin/python" ;;
                  pip) %s ;;
                esac
                """.formatted(install));
    }

    private Path script(String name, String body) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
