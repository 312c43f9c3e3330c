package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--output";
        all[args.length + 1] = out().toString();
        return Quickstart.run(new PrintStream(printed, true, StandardCharsets.UTF_8), false, all);
    }

    private Path out() {
        return folder.resolve("out");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private void refused(Path input, String... saying) {
        assertThat(run("--input", input.toString())).isEqualTo(2);
        assertThat(text()).contains(saying).doesNotContain("\tat ");
        assertThat(out()).doesNotExist();
    }

    @Test
    void run_shippedQuestions_promotesTheFirstVersionAndOnlyBetterOnesAfterIt() {
        assertThat(run()).isZero();
        assertThat(text())
                .contains("empty_content: 2 rows, 60 (line 61), 124 (line 125)")
                .contains("duplicate_example: 2 rows, 189 (line 190), 199 (line 200)")
                .contains("pii_email_address: row 92", "pii_phone_number: row 92")
                .contains("unfilled_placeholder: row 147", "contradictory_answers: row 173")
                .contains("version 1.0.0 is in production")
                .contains("production  support@1.0.0");
        assertThat(out().resolve("reports")).isDirectoryContaining("glob:**.html");
        assertThat(out().resolve("profile.html")).isNotEmptyFile();

        assertThat(run()).isZero();

        assertThat(text())
                .contains("version 1.0.1 stays out of production")
                .contains("in production, 1.0.0")
                .endsWith("production  support@1.0.0" + System.lineSeparator())
                .doesNotContain("--rollback");
        assertThat(out().resolve("reports").toFile().list()).hasSize(2);
    }

    @Test
    void run_rollbackWithoutAnEarlierHolder_isRefusedInWords() {
        assertThat(run()).isZero();

        assertThat(run("--rollback", "support")).isEqualTo(1);
        assertThat(text()).contains("failed: ");
    }

    @Test
    void run_rollbackAfterTwoPromotions_putsTheFirstBack() throws IOException {
        String two = rows("hello number", "yes", 40) + body("goodbye number", "no", 40);
        Path first = file("first.csv", two);
        Path second = file("second.csv", two + body("perhaps number", "maybe", 40));
        String test = file(
                        "test.csv",
                        rows("hello again", "yes", 10)
                                + body("goodbye again", "no", 10)
                                + body("perhaps again", "maybe", 10))
                .toString();
        assertThat(run("--input", first.toString(), "--test", test, "--name", "m"))
                .isZero();
        assertThat(run("--input", second.toString(), "--test", test, "--name", "m"))
                .isZero();
        assertThat(text())
                .contains("version 1.0.1 is in production, replacing 1.0.0")
                .endsWith("--rollback m, to m@1.0.0" + System.lineSeparator());

        assertThat(run("--rollback", "m", "--by", "jana")).isZero();

        assertThat(text()).contains("m@1.0.0 is in production again");
    }

    private static String rows(String question, String answer, int number) {
        return "question,answer,category\n" + body(question, answer, number);
    }

    private static String body(String question, String answer, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> question + " " + i + "," + answer + ",c\n")
                .collect(Collectors.joining());
    }

    @Test
    void run_helpAndUnknownOption_areAnswered() {
        assertThat(run("--help")).isZero();
        assertThat(text()).contains("--input FILE", "--budget AMOUNT", "Exit status");
        assertThat(run("--bogus")).isEqualTo(2);
        assertThat(text()).contains("unknown option --bogus");
        assertThat(run("--provider", "nobody")).isEqualTo(2);
        assertThat(text()).contains("unknown provider nobody");
    }

    @ParameterizedTest
    @CsvSource({
        "--seed, x",
        "--seed, -1",
        "--seed, 1.5",
        "--epochs, 0",
        "--epochs, NaN",
        "--epochs, 1e9",
        "--token-limit, 0",
        "--budget, ten",
        "--budget, -1",
        "--budget, 0",
        "--name, a@b",
        "--rollback, a@b",
        "--by, ' '"
    })
    void run_wrongValue_isRefusedBeforeAnythingIsRead(String option, String value) {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(text())
                .contains("error: " + option + " needs ", ", not " + value, "usage: ")
                .doesNotContain("1. Read", "\tat ");
        assertThat(out()).doesNotExist();
    }

    @Test
    void run_unknownModelOfOpenAi_isRefusedInWords() {
        assertThat(run("--provider", "openai", "--base-model", "nothing-like-it"))
                .isEqualTo(2);
        assertThat(text()).contains("error: --base-model").doesNotContain("\tat ");
    }

    @Test
    void run_outputIsAFile_failsInWords() throws IOException {
        Files.writeString(out(), "");

        assertThat(run()).isEqualTo(1);
        assertThat(text()).contains("failed: ").doesNotContain("\tat ");
    }

    @Test
    void run_missingFile_isNamed() {
        refused(folder.resolve("nothing.csv"), "nothing.csv", "There is no such file");
    }

    @Test
    void run_directory_isNamed() {
        refused(folder, "This is a directory");
    }

    @Test
    void run_emptyFile_isNamed() throws IOException {
        refused(file("empty.csv", ""), "empty.csv", "empty");
    }

    @Test
    void run_wrongColumn_listsTheColumnsThereAre() throws IOException {
        refused(file("other.csv", "text,label\nhello,x\n"), "other.csv", "question", "The columns are: text, label");
    }

    @Test
    void run_csvWithByteOrderMark_isReadLikeAnyOther() throws IOException {
        Path input = file("bom.csv", "\uFEFFquestion,answer,category\r\n\"hello\r\nthere\",yes,a\r\n");

        refused(input, "1 examples of bom, 0 records rejected", "too_few_examples");
    }

    @Test
    void run_latin1Bytes_areNamedByLine() throws IOException {
        Path input = folder.resolve("latin1.csv");
        Files.write(
                input, "question,answer,category\nhow much,10 €,a\nküche,ja,b\n".getBytes(StandardCharsets.ISO_8859_1));

        refused(input, "latin1.csv, line 3", "UTF-8");
    }

    @Test
    void run_jsonArrayUnderJsonl_isToldSo() throws IOException {
        Path input = file("array.jsonl", "[{\"messages\": []},\n {\"messages\": []}]");

        refused(input, "array.jsonl", "array");
    }

    @Test
    void run_lineOfTwentyMegabytes_isNamedAndReadOnBehind() throws IOException {
        String good =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n";
        String giant = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(20 << 20) + "\"}]}\n";

        refused(
                file("giant.jsonl", good + giant + good),
                "1 records were rejected, of 3 in all",
                "giant.jsonl, line 2");
    }
}
