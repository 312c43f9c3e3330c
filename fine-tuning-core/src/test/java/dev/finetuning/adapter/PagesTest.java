package dev.finetuning.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final List<Integer> fetched = new ArrayList<>();

    private WireObject page(int number, int... ids) {
        fetched.add(number);
        return WireObject.of(Map.of(
                "data", IntStream.of(ids).mapToObj(id -> Map.of("id", "e" + id)).toList()));
    }

    @Test
    void stream_providerThatNeverEnds_stopsWhereNothingNewComes() {
        assertThat(Pages.stream(0, n -> page(n, Math.min(n, 3)), (page, n) -> Optional.of(n + 1)))
                .hasSize(4);
        assertThat(fetched).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void stream_pagesThatOverlap_givesEachElementOnce() {
        assertThat(Pages.stream(0, n -> page(n, n, n + 1), (page, n) -> n < 2 ? Optional.of(n + 1) : Optional.empty()))
                .extracting(element -> element.text("id", ""))
                .containsExactly("e0", "e1", "e2", "e3");
    }

    @Test
    void stream_readInPart_fetchesNoFurther() {
        assertThat(Pages.stream(0, n -> page(n, 2 * n, 2 * n + 1), (page, n) -> Optional.of(n + 1))
                        .limit(3))
                .hasSize(3);
        assertThat(fetched).containsExactly(0, 1);
    }
}
