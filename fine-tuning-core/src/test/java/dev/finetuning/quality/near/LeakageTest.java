package dev.finetuning.quality.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeakageTest {
    private final Random random = new Random(7);

    @Test
    void overlap_thirteenWordsInCommon_namesTheTestRow() {
        String run = words(13);
        ChatExample leak = chat(words(30) + " " + run.toUpperCase(java.util.Locale.ROOT) + "! " + words(9));
        ChatExample twelve = chat(words(30) + " " + run.substring(0, run.lastIndexOf(' ')) + " " + words(9));
        List<ChatExample> test = List.of(chat(words(40)), chat(words(5) + ", " + run + " " + words(5)));

        QualityReport report =
                Checks.none().with(Overlap.with(test).check()).run(List.of(chat(words(40)), leak, twelve));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("leaked_words");
            assertThat(finding.origin().row()).isEqualTo(2);
            assertThat(finding.message()).startsWith("1 of").contains("row 2");
        });
    }

    @Test
    void overlap_sameInstructions_isNoLeak() {
        Message system = Message.system(words(40));
        ChatExample train = ChatExample.of(system, Message.user(words(20)), Message.assistant("yes"));
        ChatExample test = ChatExample.of(system, Message.user(words(20)), Message.assistant("yes"));

        assertThat(Checks.none()
                        .with(Overlap.with(List.of(test)).check())
                        .run(List.of(train))
                        .findings())
                .isEmpty();
    }

    @Test
    void overlap_share_asksForMostOfTheExample() {
        String half = words(30);
        ChatExample test = chat(half);
        List<ChatExample> train = List.of(chat(half + " " + words(3)), chat(half + " " + words(300)));

        QualityReport report =
                Checks.none().with(Overlap.with(List.of(test), 8, 0.7).check()).run(train);

        assertThat(report.findings())
                .extracting(finding -> finding.origin().row())
                .containsExactly(1L);
    }

    @Test
    void leaks_editedCopies_areFoundOnTheTrainingSide() {
        List<Example> train = new ArrayList<>();
        List<Example> test = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String text = words(80);
            train.add(chat(text));
            test.add(chat(i < 20 ? text + " indeed" : words(80)));
        }

        List<Finding> leaks = NearDuplicates.standard().leaks(train, test);

        assertThat(leaks).hasSize(20).allMatch(finding -> finding.code().equals("leaked_near"));
        assertThat(leaks).extracting(finding -> finding.origin().row()).allMatch(row -> row <= 20);
    }

    @Test
    void clusters_inASplit_keepTwinsAndGroupsTogether() {
        var builder = Dataset.builder("twins");
        Map<Example, Integer> pair = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String text = words(60);
            ChatExample first = chat(text + " first");
            ChatExample second = chat(text + " second");
            // the second twin also belongs to a group with a third example
            String group = "customer " + i;
            Example grouped = second.withInfo(ExampleInfo.NONE.withMetadata(ExampleInfo.GROUP, group));
            Example third = chat(words(60)).withInfo(ExampleInfo.NONE.withMetadata(ExampleInfo.GROUP, group));
            for (Example example : List.of(first, grouped, third)) {
                builder.add(example);
                pair.put(example, i);
            }
        }
        Dataset dataset = builder.build();

        Split split = dataset.split(SplitPlan.exact(SplitRatios.of(0.7, 0.1, 0.2))
                .groupBy(NearDuplicates.standard().clusters(dataset.examples())));

        Map<Integer, String> sides = new HashMap<>();
        for (Dataset part : List.of(split.train(), split.validation(), split.test())) {
            assertThat(part.size()).isPositive();
            part.forEach(example -> assertThat(
                            sides.merge(pair.get(example), part.name(), (a, b) -> a.equals(b) ? a : "both"))
                    .isNotEqualTo("both"));
        }
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(Integer.toString(10_000 + random.nextInt(1_000_000), 36));
        }
        return words.toString();
    }

    private static ChatExample chat(String text) {
        return ChatExample.of(Message.user(text), Message.assistant("yes"));
    }
}
