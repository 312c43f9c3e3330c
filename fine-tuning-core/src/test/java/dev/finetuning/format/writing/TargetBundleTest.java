package dev.finetuning.format.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.DatasetInfo;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetBundleTest {
    private static final Example PLAIN = ChatExample.of(Message.system("s"), Message.user("q"), Message.assistant("a"));
    private static final Example CALLING = ChatExample.of(
            Message.user("q"),
            Message.assistant(List.of(ToolCall.of("123456789", "f", "{}"))),
            Message.tool("123456789", "r"),
            Message.assistant("a"));

    @TempDir
    Path folder;

    @Test
    void write_everyTarget_comesBackEqualOrIsALoss() throws IOException {
        for (Target target : Target.forConversations()) {
            TargetBundle bundle = TargetBundle.write(target, folder, "data", List.of(PLAIN, CALLING));
            assertThat(bundle.written() + bundle.losses().size())
                    .as(target.name())
                    .isEqualTo(2);
            assertThat(bundle.written()).as(target.name()).isPositive();
            List<List<Message>> back = new ArrayList<>();
            ExampleReader.of(JsonLines.of(bundle.data()), target.format()).forEach(e -> back.add(e.messages()), r -> {
                throw new AssertionError(r.toString());
            });
            assertThat(back.get(0)).as(target.name()).isEqualTo(PLAIN.messages());
            assertThat(back).hasSize((int) bundle.written());
        }
        assertThat(TargetBundle.write(Target.VERTEX, folder, "data", List.of(CALLING, PLAIN))
                        .losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.reason()).contains("text from system"));
    }

    @Test
    void write_nothing_isRefusedAndLeavesNoFile() throws IOException {
        for (Target target : List.of(Target.OPENAI, Target.TRL, Target.LLAMA_FACTORY)) {
            assertThatThrownBy(() -> TargetBundle.write(target, folder, "data", List.of()))
                    .isInstanceOf(EmptyBundleException.class)
                    .hasMessageContaining(target.name());
        }
        assertThatThrownBy(() -> TargetBundle.write(Target.VERTEX, folder, "data", List.of(CALLING, CALLING)))
                .isInstanceOfSatisfying(
                        EmptyBundleException.class, e -> assertThat(e.losses()).hasSize(2));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void mistral_callsWithoutIds_getTheSameNineCharactersEachTime() throws IOException {
        Example bare = ChatExample.of(
                Message.user("q"),
                Message.assistant(List.of(ToolCall.of("f", "{}"))),
                Message.of(Role.TOOL, "r"),
                Message.assistant("a"));
        Example odd = ChatExample.of(
                Message.user("q"),
                Message.assistant(List.of(ToolCall.of("call_1", "f", "{}"))),
                Message.tool("call_1", "r"),
                Message.assistant("a"));
        TargetBundle bundle = TargetBundle.write(Target.MISTRAL, folder, "data", List.of(bare, odd));
        assertThat(bundle.losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.reason()).contains("nine letters and digits"));
        JsonNode messages = new ObjectMapper().readTree(bundle.data().toFile()).get("messages");
        String id = messages.get(1).get("tool_calls").get(0).get("id").asText();
        assertThat(id).matches("[a-zA-Z0-9]{9}");
        assertThat(messages.get(2).get("tool_call_id").asText()).isEqualTo(id);
        assertThat(TargetBundle.write(Target.MISTRAL, folder, "data", List.of(bare))
                        .data())
                .isEqualTo(bundle.data());
    }

    /** Templates of trl 1.16.0 serialise arguments themselves, and some of them fail without a content. */
    @Test
    void trl_calls_haveArgumentsAsObjectsAndToolsAsText() throws IOException {
        Tool tool = Tool.of("f", "d", Map.of("type", "object"));
        Message call = Message.assistant(List.of(ToolCall.of("1", "f", "{\"city\":\"Oslo\",\"n\":1.5}")));
        Example example = new ChatExample(
                List.of(Message.user("q"), call, Message.tool("1", "r"), Message.assistant("a")),
                List.of(tool),
                ExampleInfo.NONE);
        Example broken = ChatExample.of(
                Message.user("q"), Message.assistant(List.of(ToolCall.of("1", "f", "{city}"))), Message.assistant("a"));
        TargetBundle bundle = TargetBundle.write(Target.TRL, folder, "data", List.of(example, broken));
        JsonNode record = new ObjectMapper().readTree(bundle.data().toFile());
        JsonNode written = record.get("messages").get(1);
        assertThat(written.get("content").asText("-")).isEmpty();
        assertThat(written.at("/tool_calls/0/function/arguments").isObject()).isTrue();
        assertThat(Files.readString(bundle.data())).contains("\"arguments\":{\"city\":\"Oslo\",\"n\":1.5}");
        assertThat(record.get("tools").isTextual()).isTrue();
        assertThat(new ObjectMapper()
                        .readTree(record.get("tools").asText())
                        .at("/0/function/name")
                        .asText())
                .isEqualTo("f");
        assertThat(bundle.losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.reason()).contains("no JSON object"));
        assertThat(Dataset.builder("d")
                        .addJsonLines(bundle.data(), Target.TRL.format())
                        .build()
                        .examples()
                        .get(0)
                        .tools())
                .containsExactly(tool);
    }

    @Test
    void trl_whatTemplatesFailWithout_isThere() throws IOException {
        Message part = Message.user("").withContent(Content.of(List.of(Content.Part.text("q"))));
        Example example = new ChatExample(
                List.of(part, Message.assistant("a")), List.of(Tool.of("f", Map.of())), ExampleInfo.NONE);
        JsonNode record = new ObjectMapper()
                .readTree(TargetBundle.write(Target.TRL, folder, "data", List.of(example))
                        .data()
                        .toFile());
        assertThat(record.at("/messages/0/content").asText()).isEqualTo("q");
        assertThat(record.get("tools").asText())
                .isEqualTo("[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"\","
                        + "\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]");
    }

    /** {@code datasets} 5.2.0 fails with a CastError, or makes text of parts, where they first come late. */
    @Test
    void tables_whatFirstComesLate_comesFirst() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            examples.add(ChatExample.of(Message.user("x".repeat(10_000)), Message.assistant("a" + i)));
        }
        Example late = new ChatExample(
                CALLING.messages(), List.of(Tool.of("f", "d", Map.of("type", "object"))), ExampleInfo.NONE);
        examples.add(late);
        examples.add(PLAIN);
        for (Target target : List.of(Target.TRL, Target.AXOLOTL, Target.LLAMA_FACTORY)) {
            TargetBundle bundle = TargetBundle.write(target, folder, "late", examples);
            List<String> lines = Files.readAllLines(bundle.data());
            assertThat(lines).as(target.name()).hasSize(examples.size());
            assertThat(lines.get(0)).as(target.name()).contains("\"tools\"");
            List<Integer> order = lines.stream()
                    .filter(line -> line.length() > 9_000)
                    .map(line -> Integer.parseInt(line.replaceAll(".*\"a([0-9]+)\".*", "$1")))
                    .toList();
            assertThat(order).as(target.name()).hasSize(900).isSorted();
        }
        List<Example> shrinking = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            shrinking.add(calling("{\"city\":\"" + "x".repeat(10_000) + "\",\"unit\":\"C\"}"));
        }
        shrinking.add(calling("{\"city\":\"Oslo\"}"));
        assertThat(Files.readAllLines(TargetBundle.write(Target.TRL, folder, "late", shrinking)
                                .data())
                        .get(0))
                .as("without it, a null would be filled in")
                .contains("{\"city\":\"Oslo\"}");
        TargetBundle kept = TargetBundle.write(Target.OPENAI, folder, "late", examples);
        assertThat(Files.readAllLines(kept.data()).get(900)).contains("\"tools\"");
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    private static Example calling(String arguments) {
        return ChatExample.of(
                Message.user("q"),
                Message.assistant(List.of(ToolCall.of("1", "f", arguments))),
                Message.tool("1", "r"),
                Message.assistant("a"));
    }

    @Test
    void axolotl_withABaseModel_isAWholeJob() throws IOException {
        String yaml =
                Files.readString(TargetBundle.write(Target.axolotl("Qwen/Qwen3-4B"), folder, "data", List.of(PLAIN))
                        .configuration()
                        .orElseThrow());
        assertThat(yaml)
                .contains("base_model: \"Qwen/Qwen3-4B\"\n", "learning_rate: ", "micro_batch_size: ", "num_epochs: ")
                .contains("output_dir: \"./data-", "datasets:\n  - path: data-");
        assertThatThrownBy(() -> Target.axolotl(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void write_byTwoThreadsUnderOneName_mixesNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Path>> written = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Example example = ChatExample.of(Message.user("q" + i), Message.assistant("a".repeat(50 * i)));
                written.add(pool.submit(() -> TargetBundle.write(Target.OPENAI, folder, "data", List.of(example, PLAIN))
                        .data()));
            }
            for (Future<Path> each : written) {
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(each.get())));
                assertThat(each.get().getFileName()).hasToString("data-" + hash.substring(0, 12) + ".jsonl");
            }
        } finally {
            pool.shutdownNow();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).as("no draft stays").hasSize(100);
        }
    }

    @Test
    void write_sameContent_sameName() throws IOException {
        TargetBundle first = TargetBundle.write(Target.OPENAI, folder, "data", List.of(PLAIN));
        TargetBundle again = TargetBundle.write(Target.OPENAI, folder, "data", List.of(PLAIN));
        TargetBundle other = TargetBundle.write(Target.OPENAI, folder, "data", List.of(CALLING));
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(other.data()).isNotEqualTo(first.data());
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThatThrownBy(() -> TargetBundle.write(Target.OPENAI, folder, "../x", List.of(PLAIN)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void azure_file_beginsWithAByteOrderMark() throws IOException {
        Path data =
                TargetBundle.write(Target.AZURE, folder, "data", List.of(PLAIN)).data();
        assertThat(Files.readString(data)).startsWith("\uFEFF{");
        assertThat(Dataset.builder("d").add(data).build().size()).isEqualTo(1);
    }

    @Test
    void configurations_nameTheDataFile() throws IOException {
        TargetBundle factory = TargetBundle.write(Target.LLAMA_FACTORY, folder, "data", List.of(PLAIN, CALLING));
        var info = DatasetInfo.readAll(factory.configuration().orElseThrow())
                .values()
                .iterator()
                .next();
        assertThat(info.fileName()).isEqualTo(factory.data().getFileName().toString());
        Dataset back =
                Dataset.builder("d").addJsonLines(factory.data(), info.format()).build();
        assertThat(back.rejected()).isEmpty();
        assertThat(back.examples().get(0).messages()).isEqualTo(PLAIN.messages());

        TargetBundle axolotl = TargetBundle.write(Target.AXOLOTL, folder, "data", List.of(PLAIN));
        assertThat(Files.readString(axolotl.configuration().orElseThrow()))
                .contains("type: chat_template")
                .contains(axolotl.data().getFileName().toString());
    }

    @Test
    void llamaFactory_secondBundle_keepsTheFirstEntryAndNamesColumnsThatOccur() throws IOException {
        Example bare = ChatExample.of(Message.user("q"), Message.assistant("a"));
        TargetBundle.write(Target.LLAMA_FACTORY, folder, "one", List.of(bare));
        TargetBundle.write(Target.LLAMA_FACTORY, folder, "two", List.of(PLAIN));
        RatedExample rated = new RatedExample(bare.messages(), false, List.of(), bare.info());
        PreferenceExample pair = new PreferenceExample(
                List.of(Message.user("q")),
                List.of(Message.assistant("a")),
                List.of(Message.assistant("b")),
                List.of(),
                bare.info());
        TargetBundle.write(Target.LLAMA_FACTORY_KTO, folder, "rated", List.of(rated));
        Path info = TargetBundle.write(Target.LLAMA_FACTORY_PREFERENCE, folder, "pairs", List.of(pair))
                .configuration()
                .orElseThrow();

        JsonNode entries = new ObjectMapper().readTree(info.toFile());
        assertThat(entries).hasSize(4);
        assertThat(columns(entries, "one-")).containsExactly("messages");
        assertThat(columns(entries, "two-")).containsExactly("messages", "system");
        assertThat(columns(entries, "rated-")).containsExactly("kto_tag", "messages");
        assertThat(columns(entries, "pairs-")).containsExactly("chosen", "messages", "rejected");
        DatasetInfo.readAll(info).forEach((name, entry) -> {
            Dataset back = Dataset.builder(name)
                    .addJsonLines(folder.resolve(entry.fileName()), entry.format())
                    .build();
            assertThat(back.rejected()).as(name).isEmpty();
            assertThat(back.size()).as(name).isEqualTo(1);
            assertThat(back.examples().get(0).getClass())
                    .as(name)
                    .isEqualTo(
                            name.startsWith("rated")
                                    ? RatedExample.class
                                    : name.startsWith("pairs") ? PreferenceExample.class : ChatExample.class);
        });
    }

    private static List<String> columns(JsonNode entries, String name) {
        List<String> columns = new ArrayList<>();
        entries.properties().forEach(entry -> {
            if (entry.getKey().startsWith(name)) {
                entry.getValue().get("columns").fieldNames().forEachRemaining(columns::add);
            }
        });
        return columns;
    }

    /** What LLaMA-Factory 0.9.5's converter skips, and what nobody there reads. */
    @Test
    void llamaFactory_whatItSkips_isALoss() throws IOException {
        Example twoUsers = ChatExample.of(Message.user("q"), Message.user("r"), Message.assistant("a"));
        Example unfinished = ChatExample.of(Message.user("q"), Message.assistant("a"), Message.user("r"));
        Example lateSystem = ChatExample.of(Message.user("q"), Message.system("s"), Message.assistant("a"));
        Example masked =
                ChatExample.of(Message.user("q"), Message.assistant("a").withWeight(0.0));
        Example parallel = ChatExample.of(
                Message.user("q"),
                Message.assistant(List.of(ToolCall.of("1", "f", "{}"), ToolCall.of("2", "f", "{}"))),
                Message.tool("1", "r"),
                Message.tool("2", "r"),
                Message.assistant("a"));
        TargetBundle bundle = TargetBundle.write(
                Target.LLAMA_FACTORY, folder, "d", List.of(twoUsers, unfinished, lateSystem, masked, parallel, PLAIN));
        assertThat(bundle.written()).isEqualTo(1);
        assertThat(bundle.losses()).hasSize(5);
    }

    @Test
    void write_reasoning_isCarriedOrRefusedByEveryTarget() throws IOException {
        Example thinking = ChatExample.of(
                Message.user("q"),
                Message.assistant("a").toBuilder()
                        .extras(Map.of("reasoning_content", "because"))
                        .build());
        List<String> carrying = new ArrayList<>();
        for (Target target : Target.forConversations()) {
            try {
                TargetBundle bundle = TargetBundle.write(target, folder, "d", List.of(thinking));
                carrying.add(target.name());
                assertThat(Files.readString(bundle.data())).contains("because");
            } catch (EmptyBundleException e) {
                assertThat(e.losses().get(0).reason()).contains("reasoning_content");
            }
        }
        assertThat(carrying).containsExactly("Together", "TRL", "Axolotl");
        assertThat(Files.readString(TargetBundle.write(Target.AXOLOTL, folder, "d", List.of(thinking))
                        .configuration()
                        .orElseThrow()))
                .contains("field_thinking: reasoning_content");
    }

    @Test
    void mistralClassifier_label_comesBack() throws IOException {
        Target target = Target.mistralClassifier("intent");
        Example example = ChatExample.of(Message.user("q"), Message.assistant("card_arrival"));
        Path data = TargetBundle.write(target, folder, "data", List.of(example)).data();
        assertThat(Files.readString(data)).isEqualTo("{\"text\":\"q\",\"labels\":{\"intent\":\"card_arrival\"}}\n");
        Dataset back = Dataset.builder("d").addJsonLines(data, target.format()).build();
        assertThat(back.examples().get(0).messages()).isEqualTo(example.messages());
    }
}
