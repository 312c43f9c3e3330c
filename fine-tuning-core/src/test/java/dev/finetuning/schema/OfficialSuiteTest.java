package dev.finetuning.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The required tests of the official suite; what is refused is refused by name, and everything else agrees. */
class OfficialSuiteTest {
    @ParameterizedTest
    @CsvSource({"draft7.jsonl,DRAFT_7,257,13,900", "draft2020-12.jsonl,DRAFT_2020_12,383,41,1213"})
    void everyGroup_isJudgedAsTheSuiteSays_orRefusedByName(
            String file, SchemaDraft draft, int groups, int refused, int tests) throws IOException, JsonFault {
        SchemaDraft forced = draft == SchemaDraft.DRAFT_7 ? draft : null;
        Map<String, List<String>> refusals = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        int judged = 0;
        for (String line :
                Files.readAllLines(Path.of("src/test/resources/schema").resolve(file))) {
            Map<String, Object> group = StrictJson.standard().object(line);
            seen++;
            String name = group.get("file") + ": " + group.get("group");
            JsonSchema schema;
            try {
                schema = JsonSchema.compiled(group.get("schema"), forced, false);
            } catch (IllegalArgumentException e) {
                refusals.computeIfAbsent(String.valueOf(group.get("file")), any -> new ArrayList<>())
                        .add(group.get("group") + " -> " + e.getMessage());
                continue;
            }
            for (Object test : (List<?>) group.get("tests")) {
                Map<?, ?> one = (Map<?, ?>) test;
                judged++;
                if (schema.accepts(one.get("data")) != Boolean.TRUE.equals(one.get("valid"))) {
                    wrong.add(name + ": " + one.get("test"));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(refusals.values().stream().flatMap(List::stream))
                .allMatch(why -> why.contains("$ref: leads nowhere within the schema")
                        || why.contains("$dynamicRef: dynamic references are not applied")
                        || why.contains("$schema: names "));
        assertThat(seen).isEqualTo(groups);
        assertThat(refusals.values().stream().mapToInt(List::size).sum()).isEqualTo(refused);

        assertThat(judged).isEqualTo(tests);
    }
}
