package dev.finetuning.sandbox;

import dev.finetuning.chat.ChatModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A provider over real HTTP that fails on demand and remembers what it was asked. As a JUnit extension it
 * closes itself after each test. Thread-safe.
 *
 * @param <S> the sandbox itself
 */
public abstract class ProviderSandbox<S extends ProviderSandbox<S>> implements AutoCloseable, AfterEachCallback {
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private volatile BiConsumer<ReceivedRequest, Answer> listener = (request, answer) -> {};
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private SocketServer server;
    private volatile JobPlan plan = JobPlan.USUAL;
    private volatile Optional<ChatModel> chat = Optional.empty();

    /** Something lined up for the next request that matches; exactly one of the last three is given. */
    private record Planned(
            Pattern line, Optional<Fault> fault, Optional<Answer> answer, Optional<UnaryOperator<Answer>> change) {}

    /** Who hears of requests, before they are carried out and before they are answered. */
    private record Watch(Consumer<ReceivedRequest> arrived, Consumer<ReceivedRequest> carriedOut) {}

    /** This sandbox, for chains of calls. */
    protected abstract S self();

    /** The provider's own answer to a request. */
    protected abstract Answer answer(ReceivedRequest request);

    /** The address without a path, {@code http://127.0.0.1:…}; whoever asks first starts the server. */
    public final synchronized String root() {
        if (server == null) {
            server = new SocketServer(this::handle, this::fault);
        }
        return server.url();
    }

    /** How jobs run that are created from now on. */
    public final S plan(JobPlan newPlan) {
        plan = newPlan;
        return self();
    }

    /** How jobs run that are created now. */
    protected final JobPlan plan() {
        return plan;
    }

    /** Lets a model answer all chats. */
    public final S chat(ChatModel model) {
        chat = Optional.of(model);
        return self();
    }

    /** The model that answers all chats, where one was given. */
    protected final Optional<ChatModel> chat() {
        return chat;
    }

    /** Lets the next request whose {@code "METHOD path"} the regular expression finds meet a fault. */
    public final S failNext(String line, Fault fault) {
        return lineUp(new Planned(Pattern.compile(line), Optional.of(fault), Optional.empty(), Optional.empty()));
    }

    /** Gives the next request whose {@code "METHOD path"} the regular expression finds this answer. */
    public final S answerNext(String line, Answer answer) {
        return lineUp(new Planned(Pattern.compile(line), Optional.empty(), Optional.of(answer), Optional.empty()));
    }

    /** Carries out the next request whose {@code "METHOD path"} the regular expression finds, and changes its answer. */
    public final S changeNext(String line, UnaryOperator<Answer> change) {
        return lineUp(new Planned(Pattern.compile(line), Optional.empty(), Optional.empty(), Optional.of(change)));
    }

    /**
     * Lets callbacks hear of every request, in the thread that serves it: when it has arrived, and once it
     * is carried out but not yet answered.
     */
    public final S watch(Consumer<ReceivedRequest> arrived, Consumer<ReceivedRequest> carriedOut) {
        watches.add(new Watch(arrived, carriedOut));
        return self();
    }

    private S lineUp(Planned next) {
        synchronized (planned) {
            planned.add(next);
        }
        return self();
    }

    /** Is told every answer of the provider's own before it is sent. */
    public final S onAnswer(BiConsumer<ReceivedRequest, Answer> newListener) {
        listener = newListener;
        return self();
    }

    /** How many bytes of huge errors were taken by clients or by the system's buffers. */
    public final synchronized long errorBytes() {
        return server == null ? 0 : server.errorBytes();
    }

    /** All requests so far, as {@code "METHOD path"}. */
    public final List<String> requestLines() {
        return requests().stream().map(ReceivedRequest::line).toList();
    }

    /** All requests so far; their bodies are gone. */
    public final List<ReceivedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private Optional<Fault> fault(ReceivedRequest request) {
        synchronized (requests) {
            requests.add(request);
        }
        watches.forEach(watch -> watch.arrived().accept(request));
        return take(request, next -> next.fault().isPresent()).flatMap(Planned::fault);
    }

    private Answer handle(ReceivedRequest request) {
        Answer answer = take(request, next -> next.answer().isPresent())
                .flatMap(Planned::answer)
                .orElseGet(() -> ownAnswer(request));
        watches.forEach(watch -> watch.carriedOut().accept(request));
        return answer;
    }

    private Answer ownAnswer(ReceivedRequest request) {
        Answer answer = understood(request);
        listener.accept(request, answer);
        return take(request, next -> next.change().isPresent())
                .flatMap(Planned::change)
                .map(change -> change.apply(answer))
                .orElse(answer);
    }

    /** A provider says what it cannot read; it does not hang up. */
    private Answer understood(ReceivedRequest request) {
        try {
            return answer(request);
        } catch (IllegalArgumentException | ClassCastException e) {
            return unreadable(request);
        }
    }

    /** The provider's answer to a request that it cannot read. */
    protected abstract Answer unreadable(ReceivedRequest request);

    /** How many jobs the provider has. */
    public abstract int jobCount();

    /** How many files the provider has. */
    public abstract int fileCount();

    private Optional<Planned> take(ReceivedRequest request, Predicate<Planned> kind) {
        synchronized (planned) {
            Optional<Planned> next = planned.stream()
                    .filter(kind)
                    .filter(candidate ->
                            candidate.line().matcher(request.line()).find())
                    .findFirst();
            next.ifPresent(planned::remove);
            return next;
        }
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public final void afterEach(ExtensionContext context) {
        close();
    }
}
