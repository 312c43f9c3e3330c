package dev.finetuning.openai;

import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.WireObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists whose next page is named by the id of the last element so far. */
final class CursorPages {
    private CursorPages() {}

    /** Reads pages; the first one is fetched by an empty cursor. */
    static Stream<WireObject> stream(Function<Optional<String>, WireObject> fetch) {
        return Pages.stream(Optional.<String>empty(), fetch, (page, current) -> next(page));
    }

    private static Optional<Optional<String>> next(WireObject page) {
        List<WireObject> elements = page.objects("data");
        String last =
                elements.isEmpty() ? null : elements.get(elements.size() - 1).text("id");
        return page.isTrue("has_more") && last != null ? Optional.of(Optional.of(last)) : Optional.empty();
    }
}
