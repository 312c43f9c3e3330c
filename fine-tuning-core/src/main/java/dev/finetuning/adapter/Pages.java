package dev.finetuning.adapter;

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

/**
 * A list that a provider returns page by page under {@code data}, fetched as it is read. Elements on several
 * pages come once. It ends when the provider says so, when a page has nothing new, and in any case after
 * {@value #MAX_PAGES} pages, because some providers return {@code has_more} for ever.
 *
 * @param <C> what identifies a page: the id before it, or its number
 */
public final class Pages<C> implements Iterator<WireObject> {
    /** How many elements to request at once. */
    public static final int PAGE_SIZE = 100;
    /** The maximum number of pages. */
    public static final int MAX_PAGES = 10_000;

    private final Function<C, WireObject> fetch;
    private final Next<C> following;
    private final Set<String> seen = new HashSet<>();
    private final Deque<WireObject> ready = new ArrayDeque<>();
    private Optional<C> next;
    private int pages;

    private Pages(C first, Function<C, WireObject> fetch, Next<C> following) {
        this.fetch = fetch;
        this.following = following;
        this.next = Optional.of(first);
    }

    /** Determines the next page. */
    @FunctionalInterface
    public interface Next<C> {
        /**
         * The page after this one, or empty after the last.
         *
         * @param page the provider's answer
         * @param current what identified it
         */
        Optional<C> after(WireObject page, C current);
    }

    /** Reads pages from the first one on. */
    public static <C> Stream<WireObject> stream(C first, Function<C, WireObject> fetch, Next<C> following) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Pages<>(first, fetch, following),
                        Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT),
                false);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && next.isPresent()) {
            fetchPage(next.get());
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

    private void fetchPage(C current) {
        WireObject page = fetch.apply(current);
        List<WireObject> elements = page.objects("data");
        for (WireObject element : elements) {
            if (seen.add(element.identity())) {
                ready.add(element);
            }
        }
        boolean more = !ready.isEmpty() && ++pages < MAX_PAGES;
        next = more ? following.after(page, current) : Optional.empty();
    }
}
