package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.CpuGrowth;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.writing.EmptyBundleException;
import dev.finetuning.format.writing.Target;
import dev.finetuning.format.writing.TargetBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target is written in twice the time for twice the examples, or for one of twice the size. */
class LinearWritingTest {
    @TempDir
    Path folder;

    static Stream<Target> targets() {
        return RoundTripMatrixTest.targets().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void write_twiceTheExamples_takesTwiceTheWork(Target target) {
        List<Example> kinds = kinds();
        CpuGrowth.assertLinear(target.name(), 2_000, size -> {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                examples.add(kinds.get(i % kinds.size()));
            }
            return write(target, examples);
        });
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("plain text", 100_000, (IntFunction<Example>) size -> says("x".repeat(size))),
                Arguments.of("quotes", 100_000, (IntFunction<Example>) size -> says("\"\\\n\u0001".repeat(size / 4))),
                Arguments.of(
                        "emoji", 100_000, (IntFunction<Example>) size -> says("\ud83d\ude00\u4e16".repeat(size / 3))),
                Arguments.of("turns", 2_500, (IntFunction<Example>) LinearWritingTest::turns),
                Arguments.of("tools", 2_000, (IntFunction<Example>) LinearWritingTest::tools),
                Arguments.of("calls", 2_000, (IntFunction<Example>) LinearWritingTest::calls),
                Arguments.of("unknown fields", 2_500, (IntFunction<Example>) LinearWritingTest::fields));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void write_exampleOfTwiceTheSize_takesTwiceTheWork(String shape, int size, IntFunction<Example> example) {
        targets()
                .forEach(target -> CpuGrowth.assertLinear(
                        target.name() + ": " + shape, size, n -> write(target, List.of(example.apply(n)))));
    }

    private Runnable write(Target target, List<Example> examples) {
        return () -> {
            try {
                TargetBundle.write(target, folder, "data", examples);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (EmptyBundleException refused) {
                // refusing is work, too
                assertThat(refused.losses()).hasSameSizeAs(examples);
            }
        };
    }

    /** One of each kind, so that every target takes some and refuses others. */
    private static List<Example> kinds() {
        return RoundTripMatrixTest.records()
                .map(arguments -> Dataset.builder("kind")
                        .addJsonLinesText((String) arguments.get()[1], (ExampleFormat)
                                arguments.get()[0])
                        .build()
                        .examples()
                        .get(0))
                .toList();
    }

    private static Example says(String text) {
        return ChatExample.of(Message.user("q"), Message.assistant(text));
    }

    private static Example turns(int size) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            messages.add(Message.user("question " + i));
            messages.add(Message.assistant("answer " + i));
        }
        return new ChatExample(messages, List.of(), ExampleInfo.NONE);
    }

    private static Example tools(int size) {
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tools.add(Tool.of("tool" + i, "does it", Map.of("type", "object", "properties", Map.of())));
        }
        return new ChatExample(List.of(Message.user("q"), Message.assistant("a")), tools, ExampleInfo.NONE);
    }

    private static Example calls(int size) {
        List<Message> messages = new ArrayList<>(List.of(Message.user("q")));
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            calls.add(ToolCall.of("call" + i, "tool", "{\"n\":" + i + "}"));
        }
        messages.add(Message.assistant(calls));
        for (int i = 0; i < size; i++) {
            messages.add(Message.tool("call" + i, "result"));
        }
        messages.add(Message.assistant("a"));
        return new ChatExample(messages, List.of(), ExampleInfo.NONE);
    }

    private static Example fields(int size) {
        Map<String, Object> extras = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            extras.put("field" + i, i);
        }
        return says("a").withInfo(new ExampleInfo(Map.of(), ExampleInfo.NONE.provenance(), Optional.empty(), extras));
    }
}
