package dev.finetuning.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.TextExample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileTallyTest {
    private static final TokenCounter COUNTER = TokenCounters.estimate();

    private static List<Example> examples(int size) {
        List<Example> examples = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            Origin origin = new Origin("file" + i % 3, i, i);
            ExampleInfo info = new ExampleInfo(
                    Map.of(ExampleInfo.CATEGORY, "c" + i % 4),
                    i % 5 == 0 ? Provenance.synthetic(origin) : Provenance.human(origin));
            examples.add(
                    i % 7 == 0
                            ? new TextExample("text ".repeat(i), info)
                            : new ChatExample(
                                    List.of(Message.user("word ".repeat(i * i % 91)), Message.assistant("yes " + i)),
                                    List.of(),
                                    info));
        }
        return examples;
    }

    private static ProfileEntry sent(ProfileEntry entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entry.writeTo(new DataOutputStream(out));
        return ProfileEntry.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    }

    @Test
    void profile_ofTalliedParts_equalsThatOfTheWhole() throws IOException {
        for (int size : new int[] {0, 1, 2, 50, 333}) {
            DatasetBuilder builder = Dataset.builder("some");
            examples(size).forEach(builder::add);
            Dataset dataset = builder.build();
            List<ProfileTally> parts = List.of(new ProfileTally(), new ProfileTally(), new ProfileTally());
            for (int i = 0; i < size; i++) {
                parts.get(i * i % 3).add(sent(ProfileEntry.of(dataset.examples().get(i), COUNTER)));
            }
            ProfileTally all = new ProfileTally();
            parts.forEach(all::add);

            assertThat(all.profile(
                            new ProfileTally.Identity(
                                    dataset.name(),
                                    dataset.version(),
                                    dataset.fingerprint().hex()),
                            0,
                            COUNTER))
                    .isEqualTo(DatasetProfile.of(dataset, COUNTER));
        }
    }
}
