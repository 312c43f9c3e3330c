package dev.finetuning.format;

import dev.finetuning.CpuGrowth;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reader takes twice the time for twice the input, of good records and of hostile ones. */
class LinearReadingTest {
    static Stream<Arguments> inputs() {
        return Stream.of(
                lines(
                        FuzzTarget.CHAT_MESSAGES,
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\u00e9\\n\"},"
                                + "{\"role\":\"assistant\",\"content\":\"a\"}],\"x\":[1.5,{\"y\":null}]}\n"),
                lines(FuzzTarget.PROMPT_COMPLETION, "{\"prompt\":\"p\",\"completion\":\"c\"}\n"),
                lines(FuzzTarget.PLAIN_TEXT, "{\"text\":\"some text\"}\n"),
                lines(FuzzTarget.ALPACA, "{\"instruction\":\"i\",\"output\":\"o\",\"history\":[[\"a\",\"b\"]]}\n"),
                lines(
                        FuzzTarget.SHARE_GPT,
                        "{\"conversations\":[{\"from\":\"human\",\"value\":\"h\"},{\"from\":\"function_call\","
                                + "\"value\":\"{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{}}\"}],\"tools\":\"[]\"}\n"),
                lines(FuzzTarget.PREFERENCE_PAIRS, "{\"prompt\":\"p\",\"chosen\":\"c\",\"rejected\":\"r\"}\n"),
                lines(FuzzTarget.KTO, "{\"prompt\":\"p\",\"completion\":\"c\",\"label\":true}\n"),
                lines(
                        FuzzTarget.REINFORCEMENT_PROMPTS,
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"a\":1}\n"),
                lines(
                        FuzzTarget.VERTEX_CONTENTS,
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"}]}]}\n"),
                lines(FuzzTarget.LABELLED_TEXT, "{\"text\":\"q\",\"labels\":{\"label\":\"l\"}}\n"),
                lines(FuzzTarget.FIELD_MAPPING, "{\"dialog\":[{\"who\":\"customer\",\"what\":\"q\"}]}\n"),
                lines(FuzzTarget.COLUMN_MAPPING, "q,a,c\n"),
                lines(FuzzTarget.CONVERSATION_LOG, "1,user,q1,ann,2026-01-01T00:00:00Z,5\n"),
                lines(FuzzTarget.JSON_LINES, "broken\n"),
                lines(FuzzTarget.CSV, "a,\"b\"x\n"),
                lines(FuzzTarget.CSV, "\"open,\n"),
                Arguments.of(FuzzTarget.JSON_LINES, "one long line", 100_000, (IntFunction<String>)
                        size -> "{\"a\":\"" + "x\\n\u00e9".repeat(size) + "\"}"),
                Arguments.of(FuzzTarget.JSON_LINES, "one key after another", 20_000, (IntFunction<String>) size -> {
                    StringBuilder json = new StringBuilder("{");
                    for (int i = 0; i < size; i++) {
                        json.append("\"k").append(i).append("\":1,");
                    }
                    return json.append("\"z\":1}").toString();
                }),
                Arguments.of(FuzzTarget.JSON_LINES, "brackets without end", 200_000, (IntFunction<String>)
                        size -> "{\"a\":" + "[".repeat(size)),
                Arguments.of(FuzzTarget.JSON_ARRAY, "elements", 5_000, (IntFunction<String>)
                        size -> "[" + "{\"a\":[1,\"]\"]},\n".repeat(size) + "1]"),
                Arguments.of(FuzzTarget.JSON_ARRAY, "brackets that do not match", 50_000, (IntFunction<String>)
                        size -> "[" + "{[".repeat(size) + "}".repeat(size) + "]".repeat(size)),
                Arguments.of(FuzzTarget.JSON_ARRAY, "commas", 20_000, (IntFunction<String>)
                        size -> "[" + ",".repeat(size) + "]"),
                Arguments.of(FuzzTarget.DATASET_INFO, "entries", 2_000, (IntFunction<String>) size -> {
                    StringBuilder json = new StringBuilder("{");
                    for (int i = 0; i < size; i++) {
                        json.append("\"d").append(i).append("\":{\"columns\":{\"prompt\":\"p\"}},");
                    }
                    return json.append("\"z\":{}}").toString();
                }));
    }

    private static Arguments lines(FuzzTarget target, String line) {
        return Arguments.of(target, line.strip(), 3_000, (IntFunction<String>) line::repeat);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("inputs")
    void read_twiceTheInput_takesTwiceTheWork(FuzzTarget target, String what, int size, IntFunction<String> input) {
        CpuGrowth.assertLinear(target + ": " + what, size, n -> {
            byte[] bytes = input.apply(n).getBytes(StandardCharsets.UTF_8);
            return () -> target.run(bytes);
        });
    }
}
