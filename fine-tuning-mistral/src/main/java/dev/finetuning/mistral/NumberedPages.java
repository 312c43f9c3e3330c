package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.WireObject;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists whose pages are numbered from 0; where they end is told by {@code total}, or by a short page. */
final class NumberedPages {
    private NumberedPages() {}

    /** Reads pages of what the request lists. */
    static Stream<WireObject> stream(Connection connection, String operation, WireRequest list) {
        return Pages.stream(
                0,
                number -> connection
                        .exchange()
                        .read(Call.read(operation), list.with("page", number).with("page_size", Pages.PAGE_SIZE))
                        .body(),
                NumberedPages::next);
    }

    private static Optional<Integer> next(WireObject page, int number) {
        Long total = page.integer("total");
        boolean more = total == null
                ? page.objects("data").size() >= Pages.PAGE_SIZE
                : (number + 1L) * Pages.PAGE_SIZE < total;
        return more ? Optional.of(number + 1) : Optional.empty();
    }
}
