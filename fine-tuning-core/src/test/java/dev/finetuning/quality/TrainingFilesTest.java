package dev.finetuning.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole training files: one bad line among good ones is named, and good files of every shape pass. */
class TrainingFilesTest {
    private static final String U = "{\"role\":\"user\",\"content\":\"q\"}";
    private static final String A = "{\"role\":\"assistant\",\"content\":\"a\"}";
    private static final String T =
            "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\","
                    + "\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}}}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"messages\": [U,A]",
                "{\"messages\": [U,A],}",
                "{'messages': [U,A]}",
                "{\"messages\": [U,A]} {\"messages\": [U,A]}",
                "{\"messages\": [U,A], \"messages\": [U,A]}",
                "{}",
                "[U,A]",
                "\"text\"",
                "null",
                "{\"prompt\": \"p\", \"completion\": \"c\"}",
                "{\"messages\": null}",
                "{\"messages\": []}",
                "{\"messages\": {}}",
                "{\"messages\": \"hi\"}",
                "{\"messages\": [\"hi\", \"there\"]}",
                "{\"messages\": [U]}",
                "{\"messages\": [A,U]}",
                "{\"messages\": [U,{\"content\":\"a\"}]}",
                "{\"messages\": [U,{\"role\":\"assistant\"}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":null}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"\"}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"  \\n\"}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":5}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":{\"text\":\"a\"}}]}",
                "{\"messages\": [U,{\"role\":\"bot\",\"content\":\"a\"}]}",
                "{\"messages\": [U,{\"role\":\"Assistant\",\"content\":\"a\"}]}",
                "{\"messages\": [U,{\"role\":null,\"content\":\"a\"}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"a\",\"weight\":2}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"a\",\"weight\":\"1\"}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0}]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"\\ud83d\"}]}",
                "{\"messages\": [U,A,{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"x\"},A]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1}\"}}]},A],\"tools\":[T]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{n:1\"}}]}],\"tools\":[T]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"arguments\":\"{}\"}}]}],\"tools\":[T]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}],\"tools\":[T]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"tool_calls\":\"f\"}],\"tools\":[T]}",
                "{\"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"zzz\"}]},A]}",
                "{\"messages\": [{\"role\":\"user\",\"content\":\"q\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"1\"},A]}",
                "{\"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,@@@\"}}]},A]}",
                "{\"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"file:///a.png\"}}]},A]}",
                "{\"messages\": [U,A],\"tools\":\"f\"}",
                "{\"messages\": [U,A],\"tools\":[{\"type\":\"function\"}]}",
            })
    void check_oneBadLine_isNamed(String line) throws IOException {
        List<String> lines = good(12);
        lines.set(2, expand(line));
        assertThat(badLines(lines)).as(line).containsExactly(3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\": [{\"role\":\"system\",\"content\":\"s\"},U,A]}",
                "{\"messages\": [{\"role\":\"developer\",\"content\":\"s\"},U,A]}",
                "{\"messages\": [U,A,U,A,U,A]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0},U,{\"role\":\"assistant\",\"content\":\"a\",\"weight\":1}]}",
                "{\"messages\": [{\"role\":\"user\",\"name\":\"ann\",\"content\":\"q\"},A], \"metadata\": {\"x\": [1.5, null]}}",
                "{\"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\",\"detail\":\"low\"}}]},A]}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1}\"}}]}],\"tools\":[T],\"parallel_tool_calls\":false}",
                "{\"messages\": [U,{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1}\"}},{\"id\":\"2\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":2}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"2\",\"content\":\"r\"},{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"r\"},A],\"tools\":[T]}",
                "{\"messages\": [{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]},A]}",
                "  {\"messages\" : [ U , A ] }  ",
                "{\"messages\": [{\"content\":\"q\",\"role\":\"user\"},{\"content\":\"\u4f60\u597d \ud83d\ude00 \\u00e9\",\"role\":\"assistant\",\"refusal\":null}]}",
            })
    void check_goodLine_passes(String line) throws IOException {
        List<String> lines = good(12);
        lines.set(2, expand(line));
        assertThat(badLines(lines)).as(line).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\": \"p#\", \"completion\": \"c\"}",
                "{\"prompt\": [{\"role\":\"user\",\"content\":\"q#\"}], \"completion\": [A]}",
                "{\"instruction\": \"i#\", \"input\": \"\", \"output\": \"o\"}",
                "{\"conversations\": [{\"from\":\"human\",\"value\":\"h#\"},{\"from\":\"gpt\",\"value\":\"g\"}]}",
                "{\"input\": {\"messages\": [{\"role\":\"user\",\"content\":\"q#\"}]}, \"preferred_output\": [A], \"non_preferred_output\": [{\"role\":\"assistant\",\"content\":\"b\"}]}",
                "{\"prompt\": \"p#\", \"chosen\": \"c\", \"rejected\": \"r\"}",
                "{\"conversations\": [{\"from\":\"human\",\"value\":\"h#\"}], \"chosen\": {\"from\":\"gpt\",\"value\":\"g\"}, \"rejected\": {\"from\":\"gpt\",\"value\":\"b\"}}",
                "{\"prompt\": \"p#\", \"completion\": \"c\", \"label\": true}",
                "{\"text\": \"t#\"}",
            })
    void check_goodFileOfEveryFormat_passes(String line) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add(expand(line.replace("#", "" + i)));
        }
        assertThat(badLines(lines)).as(line).isEmpty();
        lines.set(4, lines.get(4).substring(0, lines.get(4).length() - 2));
        assertThat(badLines(lines)).as(line).containsExactly(5L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\": \"p\", \"chosen\": \"c\", \"rejected\": \"c\"}",
                "{\"prompt\": \"p\", \"chosen\": \"c\"}",
                "{\"prompt\": \"p\", \"chosen\": \"\", \"rejected\": \"c\"}"
            })
    void check_preferenceThatPrefersNothing_isNamed(String line) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add("{\"prompt\": \"p" + i + "\", \"chosen\": \"c\", \"rejected\": \"r\"}");
        }
        lines.set(6, line);
        assertThat(badLines(lines)).as(line).containsExactly(7L);
    }

    /** What stands before the first record must not hide the records. */
    @ParameterizedTest
    @ValueSource(strings = {"garbage", "// comment", "{'messages': []}", ",", "42"})
    void check_firstLineBad_isNamedAlone(String line) throws IOException {
        List<String> lines = good(12);
        lines.set(0, line);
        assertThat(badLines(lines)).as(line).containsExactly(1L);
    }

    private static List<String> good(int lines) {
        List<String> good = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            good.add("{\"messages\":[{\"role\":\"user\",\"content\":\"question " + i + "\"}," + A + "]}");
        }
        return good;
    }

    private static String expand(String line) {
        return line.replaceAll("\\bU\\b(?!\")", java.util.regex.Matcher.quoteReplacement(U))
                .replaceAll("\\bA\\b(?!\")", java.util.regex.Matcher.quoteReplacement(A))
                .replaceAll("\\[T]", java.util.regex.Matcher.quoteReplacement("[" + T + "]"));
    }

    /** Lines with a rejected record or an error. */
    private List<Long> badLines(List<String> lines) throws IOException {
        Path file = Files.write(folder.resolve("train.jsonl"), lines);
        Dataset dataset = Dataset.builder("train").add(file).build();
        List<Long> bad = new ArrayList<>();
        dataset.rejected().forEach(rejected -> bad.add(rejected.origin().line()));
        Checks.standard().run(dataset).findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> finding.origin().line())
                .distinct()
                .forEach(bad::add);
        return bad;
    }
}
