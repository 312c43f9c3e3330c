package dev.finetuning.openai;

import dev.finetuning.adapter.WireObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that a host hands out page by page, fetched as it is read. Elements that pages share come once;
 * it ends where the host says so, where a page brings nothing new, and in any case after {@value
 * #MOST_PAGES} pages, for some hosts say {@code has_more} for ever.
 */
final class Pages implements Iterator<WireObject> {
    static final int PAGE_SIZE = 100;
    static final int MOST_PAGES = 10_000;

    private final Function<Optional<String>, WireObject> fetch;
    private final Set<String> seen = new HashSet<>();
    private final Deque<WireObject> ready = new ArrayDeque<>();
    private @Nullable String cursor;
    private boolean more = true;
    private int pages;

    private Pages(Function<Optional<String>, WireObject> fetch) {
        this.fetch = fetch;
    }

    /** Reads pages, each fetched by the id of the last element before it. */
    static Stream<WireObject> stream(Function<Optional<String>, WireObject> fetch) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Pages(fetch), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT),
                false);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && more) {
            fetchPage();
        }
        return !ready.isEmpty();
    }

    @Override
    public WireObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void fetchPage() {
        WireObject page = fetch.apply(Optional.ofNullable(cursor));
        List<WireObject> elements = page.objects("data");
        for (WireObject element : elements) {
            if (seen.add(EventReader.id(element))) {
                ready.add(element);
            }
        }
        String last =
                elements.isEmpty() ? null : elements.get(elements.size() - 1).text("id");
        more = page.isTrue("has_more") && last != null && !ready.isEmpty() && ++pages < MOST_PAGES;
        cursor = last;
    }
}
