package dev.finetuning.registry.internal.stored;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreCardJsonTest {
    private static final ScoreCard ACCURACY = ScoreCard.of(
                    "accuracy", 0.9, Direction.HIGHER_IS_BETTER, 200, Instant.parse("2026-01-01T00:00:00Z"))
            .withInterval(new Interval(0.85, 0.94, 0.95));
    private static final ScoreCard COST =
            ScoreCard.of("cost", 0.02, Direction.LOWER_IS_BETTER, 200, Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void read_whatWasWritten_isEqual() {
        assertThat(ScoreCardJson.read(written(), "cards")).containsExactly(ACCURACY, COST);
    }

    @Test
    void read_directionOfALaterVersion_leavesThatCardOutAndKeepsTheOthers() {
        String later = StoredJson.write(written()).replace("lower_is_better", "closer_to_target");

        assertThat(ScoreCardJson.read(StoredJson.parseExactly(later), "cards")).containsExactly(ACCURACY);
    }

    @Test
    void directions_asSearchesOnceWroteThem_areRead() {
        assertThat(StoredDirections.find("higher-is-better")).contains(Direction.HIGHER_IS_BETTER);
        assertThat(StoredDirections.find("lower-is-better")).contains(Direction.LOWER_IS_BETTER);
        assertThat(StoredDirections.find("LOWER_IS_BETTER")).contains(Direction.LOWER_IS_BETTER);
        assertThat(StoredDirections.find("closer_to_target")).isEmpty();
    }

    private static ObjectNode written() {
        ObjectNode node = StoredJson.object();
        ScoreCardJson.write(node.putArray("cards"), List.of(ACCURACY, COST));
        return node;
    }
}
