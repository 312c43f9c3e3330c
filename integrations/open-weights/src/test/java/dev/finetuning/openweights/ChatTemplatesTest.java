package dev.finetuning.openweights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openweights.internal.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is trained on by the chat templates of public models, as TRL 1.16.0 ships them: what the roles and weights of a
 * row say, or the row is refused.
 */
@Tag("weights")
class ChatTemplatesTest {
    private static final String SCRIPT = "chat_templates.py";

    @TempDir
    private Path folder;

    @Test
    void supervised_chatTemplatesOfPublicModels_trainOnWhatRolesAndWeightsSay() throws Exception {
        List<String> said = ask();

        assertThat(said).as("rows and templates").noneMatch(line -> line.contains(" WRONG"));
        assertThat(said).isEqualTo(Scripts.text("chat-templates.txt").lines().toList());
        System.out.printf(
                "chat templates: %d rows, %d trained on as they say, %d of them held against TRL, the others refused%n",
                said.size(), count(said, " trained"), count(said, ", as TRL does"));
    }

    private static long count(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    private List<String> ask() throws IOException, InterruptedException {
        Path scripts = Scripts.real().in(folder).worker().getParent();
        Path script = Files.writeString(folder.resolve(SCRIPT), Scripts.text(SCRIPT));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        RealTrainer.python().toString(),
                        script.toString(),
                        String.valueOf(scripts),
                        RealTrainer.model(RealTrainer.TINY).toString())
                .redirectOutput(said.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        assertThat(process.waitFor()).as(() -> errors()).isZero();
        return Files.readAllLines(said, UTF_8);
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
