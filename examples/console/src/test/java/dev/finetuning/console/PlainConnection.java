package dev.finetuning.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A connection to a console that is kept open, as a browser keeps it, and that has little work of its own, so that a test
 * of load on the same processors measures the console. Used by one thread.
 */
final class PlainConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private PlainConnection(String host, Socket socket) throws IOException {
        this.host = host;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        this.out = socket.getOutputStream();
    }

    /** What was answered. */
    record Answer(int status, String body) {}

    /** Connects to a console. */
    static PlainConnection to(String url) throws IOException {
        URI where = URI.create(url);
        Socket socket = new Socket(where.getHost(), where.getPort());
        socket.setTcpNoDelay(true);
        return new PlainConnection(where.getAuthority(), socket);
    }

    /** Reads a page. */
    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return answer();
    }

    /** Sends a file as it lies on the disk. */
    Answer post(String path, Path file) throws IOException {
        send("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Length: " + Files.size(file) + "\r\n\r\n");
        byte[] chunk = new byte[1 << 16];
        try (InputStream content = Files.newInputStream(file)) {
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                out.write(chunk, 0, read);
            }
        }
        return answer();
    }

    private void send(String head) throws IOException {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Long.parseLong(lower.substring(LENGTH.length()).strip());
            }
            chunked |= lower.startsWith(CHUNKED);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 14);
        if (chunked) {
            int size;
            do {
                size = Integer.parseInt(line(), 16);
                take(size, body);
                line();
            } while (size > 0);
        } else {
            take(length, body);
        }
        return new Answer(status, body.toString(StandardCharsets.UTF_8));
    }

    private void take(long bytes, ByteArrayOutputStream body) throws IOException {
        byte[] read = in.readNBytes(Math.toIntExact(bytes));
        if (read.length < bytes) {
            throw new EOFException("the answer ended early");
        }
        body.writeBytes(read);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended early");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
