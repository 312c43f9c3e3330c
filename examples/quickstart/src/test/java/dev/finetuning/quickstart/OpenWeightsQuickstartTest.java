package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with a Python environment: one that is played, which trains by the real protocol, and those that will not do. */
class OpenWeightsQuickstartTest {
    private static final Path FAKES =
            Path.of("../../integrations/open-weights/src/test/resources/dev/finetuning/openweights");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... more) {
        List<String> options = new ArrayList<>(List.of("--provider", "open-weights", "--output", out().toString()));
        options.addAll(List.of(more));
        return Quickstart.run(
                new PrintStream(printed, true, StandardCharsets.UTF_8), false, options.toArray(String[]::new));
    }

    private Path out() {
        return folder.resolve("out");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String model() throws IOException {
        Path model = Files.createDirectories(folder.resolve("models/tiny"));
        Files.writeString(model.resolve("config.json"), "{}");
        return model.toString();
    }

    private Path program(String name, String content) throws IOException {
        Path program = Files.writeString(folder.resolve(name), content);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private void refused(String... saying) {
        assertThat(text()).contains(saying).doesNotContain("\tat ");
        assertThat(out().resolve("open-weights")).doesNotExist();
    }

    @Test
    void run_withAnEnvironment_trainsAsksAndPromotes() throws IOException {
        assumeTrue(pythonIsThere(), "SKIPPED: there is no python3 on this machine, so that no worker can be played");
        String fake = new String(
                OpenWeightsQuickstartTest.class
                        .getResourceAsStream("fake_python.py")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        Path python =
                program("python", fake.replace("@FAKES@", FAKES.toRealPath().toString()));
        Path csv = Files.writeString(folder.resolve("few.csv"), rows());

        int status = run("--input", csv.toString(), "--base-model", model(), "--python", python.toString());

        assertThat(text())
                .contains("training on this machine costs nothing", "model ow-", "few@1.0.0")
                .contains("new model");
        assertThat(status).as(text()).isZero();
        assertThat(out().resolve("open-weights/jobs")).isNotEmptyDirectory();
    }

    private static boolean pythonIsThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "python3")));
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder("question,answer,category\n");
        for (int i = 0; i < 60; i++) {
            rows.append("Where is parcel number ").append(i * 7919).append(" of mine?,");
            rows.append(i % 2 == 0 ? "It is on its way." : "It has arrived.");
            rows.append(i % 2 == 0 ? ",way\n" : ",there\n");
        }
        return rows.toString();
    }

    @Test
    void run_withoutAnEnvironment_saysHowToNameOrMakeOne() throws IOException {
        assertThat(run("--base-model", model())).isEqualTo(2);
        refused("--python PLACE", "--install-python FOLDER");
    }

    @Test
    void run_withoutAModel_saysHowToGetOne() {
        assertThat(run("--python", "python3")).isEqualTo(2);
        refused("--base-model", "hf download");
    }

    @Test
    void run_folderWithoutAModel_isRefused() {
        assertThat(run("--python", "python3", "--base-model", folder.toString()))
                .isEqualTo(2);
        refused("--base-model cannot be used", "config.json is missing");
    }

    @Test
    void run_interpreterThatIsNone_isRefused() throws IOException {
        assertThat(run(
                        "--base-model",
                        model(),
                        "--python",
                        folder.resolve("nothing").toString()))
                .isEqualTo(2);
        refused("--python cannot be used: there is no Python interpreter at");
    }

    @Test
    void run_environmentWithoutThePackages_saysWhatInstallsThem() throws IOException {
        Path bare =
                program("bare", "#!/bin/sh\necho '{\"python\": \"3.12.0\", \"versions\": {\"torch\": \"2.15.0\"}}'\n");

        assertThat(run("--base-model", model(), "--python", bare.toString())).isEqualTo(2);

        refused("--python lacks what training needs", "trl is not installed: " + bare, "-m pip install trl==");
    }

    @Test
    void run_installationThatFails_saysWhichCommandDid() throws IOException {
        Path existing = Files.writeString(folder.resolve("file"), "");

        assertThat(run("--base-model", model(), "--install-python", existing.toString()))
                .isEqualTo(1);
        assertThat(text()).contains("failed: ").doesNotContain("\tat ");
    }
}
