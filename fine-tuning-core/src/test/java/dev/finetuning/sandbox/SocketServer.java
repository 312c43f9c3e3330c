package dev.finetuning.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * The least HTTP/1.1 server that can also break its word: it answers, or delays, cuts, resets, drips and
 * talks garbage. Bodies are kept in files, so their size does not matter. A connection takes one request,
 * unless the server keeps connections alive.
 */
public final class SocketServer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads;
    /** A hundred million bytes, in whole blocks. */
    private static final long HUGE = 1_526L << 16;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong errorBytes = new AtomicLong();
    private final boolean keepsAlive;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Function<ReceivedRequest, Answer> handler;
    private final Function<ReceivedRequest, Optional<Fault>> faults;

    /** Listens on a free port of the loopback interface. */
    public SocketServer(Function<ReceivedRequest, Answer> handler, Function<ReceivedRequest, Optional<Fault>> faults) {
        this(plain(), handler, faults, false);
    }

    /** The same, whose connections take one request after another where it keeps them alive. */
    public SocketServer(
            Function<ReceivedRequest, Answer> handler,
            Function<ReceivedRequest, Optional<Fault>> faults,
            boolean keepsAlive) {
        this(plain(), handler, faults, keepsAlive);
    }

    private SocketServer(
            ServerSocket listener,
            Function<ReceivedRequest, Answer> handler,
            Function<ReceivedRequest, Optional<Fault>> faults,
            boolean keepsAlive) {
        this.listener = listener;
        this.handler = handler;
        this.faults = faults;
        this.keepsAlive = keepsAlive;
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "sandbox");
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** A server behind TLS. */
    public static SocketServer secure(SSLContext context, Function<ReceivedRequest, Answer> handler) {
        try {
            return new SocketServer(
                    context.getServerSocketFactory().createServerSocket(0, 512, InetAddress.getLoopbackAddress()),
                    handler,
                    request -> Optional.empty(),
                    false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket plain() {
        try {
            return new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were opened so far. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes of huge errors were taken by clients or by the system's buffers. */
    public long errorBytes() {
        return errorBytes.get();
    }

    /** The server's address without a trailing slash. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
                // Closed while waiting: the loop ends.
            }
        }
    }

    private void serve(Socket socket) {
        Path body = null;
        try (socket) {
            body = Files.createTempFile("sandbox-body-", ".bin");
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            while (answered(read(in, body), socket) && keepsAlive) {
                // the next request on the same connection
            }
        } catch (IOException e) {
            // The client went away; there is nobody left to tell.
        } finally {
            open.remove(socket);
            delete(body);
        }
    }

    /** Whether the answer was a whole one, after which another may follow. */
    private boolean answered(ReceivedRequest request, Socket socket) throws IOException {
        Optional<Fault> fault = faults.apply(request);
        Answer answer = fault.isEmpty() || fault.get().carriedOut() ? handler.apply(request) : Answer.json(200, "{}");
        if (fault.isEmpty()) {
            write(answer, answer.bytes().length, keepsAlive, socket);
        } else {
            misbehave(fault.get(), answer, socket);
        }
        return fault.isEmpty();
    }

    private void misbehave(Fault fault, Answer answer, Socket socket) throws IOException {
        int half = answer.bytes().length / 2;
        switch (fault) {
            case TIMEOUT_AFTER -> await();
            case RESET_AFTER, RESET_BEFORE -> socket.setSoLinger(true, 0);
            case BAD_GATEWAY_AFTER ->
                writeWhole(Answer.of(502, "text/html", bytes("<html>502 Bad Gateway</html>")), socket);
            case HALF_BODY_AFTER -> write(answer, half, socket);
            case CUT_JSON_AFTER ->
                writeWhole(Answer.of(200, "application/json", Arrays.copyOf(answer.bytes(), half)), socket);
            case DRIP_AFTER -> drip(answer, socket);
            case TWO_CONTINUES_AFTER -> inform("100 Continue", answer, socket);
            case TWO_PROCESSINGS_AFTER -> inform("102 Processing", answer, socket);
            case HUGE_ERROR_AFTER -> writeHugeError(socket);
            case CLOSED_ALIVE_AFTER -> write(answer, answer.bytes().length, true, socket);
            case GARBAGE_BEFORE -> socket.getOutputStream().write(bytes("\u0000\u0001 this is no HTTP \r\n\r\n"));
        }
    }

    private static void writeWhole(Answer answer, Socket socket) throws IOException {
        write(answer, answer.bytes().length, socket);
    }

    private static void inform(String status, Answer answer, Socket socket) throws IOException {
        socket.getOutputStream().write(bytes(("HTTP/1.1 " + status + "\r\n\r\n").repeat(2)));
        writeWhole(answer, socket);
    }

    /** The words first, then blanks until all is sent or the client has heard enough. */
    private void writeHugeError(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes("HTTP/1.1 500 -\r\nContent-Type: text/plain\r\nContent-Length: " + HUGE
                + "\r\nConnection: close\r\n\r\n"));
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        byte[] words = bytes("the disk is full");
        System.arraycopy(words, 0, blanks, 0, words.length);
        for (long sent = 0; sent < HUGE; sent += blanks.length) {
            out.write(blanks);
            errorBytes.addAndGet(blanks.length);
            Arrays.fill(blanks, (byte) ' ');
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Answer answer, int bodyBytes, Socket socket) throws IOException {
        write(answer, bodyBytes, false, socket);
    }

    private static void write(Answer answer, int bodyBytes, boolean stays, Socket socket) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        out.write(bytes(head(answer, stays)));
        out.write(answer.bytes(), 0, bodyBytes);
        out.flush();
    }

    private static void drip(Answer answer, Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        for (byte one : bytes(head(answer, false))) {
            out.write(one);
        }
        for (byte one : answer.bytes()) {
            out.write(one);
        }
    }

    private static String head(Answer answer, boolean stays) {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" -\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("Content-Length: ")
                .append(answer.bytes().length)
                .append(stays ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n")
                .toString();
    }

    private static ReceivedRequest read(InputStream in, Path bodyFile) throws IOException {
        String[] requestLine = line(in).split(" ", -1);
        if (requestLine.length != 3) {
            throw new IOException("not an HTTP request line");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        try (OutputStream body = new BufferedOutputStream(Files.newOutputStream(bodyFile), 1 << 16)) {
            if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
                copyChunks(in, body);
            } else {
                copy(in, body, Long.parseLong(headers.getOrDefault("content-length", "0")));
            }
        }
        return ReceivedRequest.of(requestLine[0], requestLine[1], headers, bodyFile);
    }

    private static void copyChunks(InputStream in, OutputStream out) throws IOException {
        for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
            copy(in, out, size);
            line(in);
        }
        line(in);
    }

    private static long chunkSize(InputStream in) throws IOException {
        return Long.parseLong(line(in).split(";", 2)[0].strip(), 16);
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("the body ended " + left + " bytes early");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended inside a line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
