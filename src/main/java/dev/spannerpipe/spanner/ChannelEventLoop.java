package dev.spannerpipe.spanner;

import dev.spannerpipe.retry.Stop;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// The thread that serves all channels of a Spanner client.
///
/// By default, all gRPC channels of a process share one group of such threads, and the threads live
/// for a second after the last channel was closed. They spend that second in the system call that
/// waits for network events. At its exit, a Java VM waits for threads that are in native code, for
/// up to 300 ms. So a process that uses the default threads ends 300 ms late. A thread that belongs
/// to the client can end with the client.
final class ChannelEventLoop implements AutoCloseable {
  /// How long [#close] waits for the end of the thread. The thread needs about a millisecond.
  private static final Duration END = Duration.ofMillis(25);

  private final EventLoopGroup group;
  private final Class<? extends Channel> type;

  private ChannelEventLoop(EventLoopGroup group, Class<? extends Channel> type) {
    this.group = group;
    this.type = type;
  }

  /// Creates the event loop, whose thread starts with the first connection and ends at the latest
  /// with the run. Uses epoll, or the JDK's channels on machines on which epoll is not available.
  ///
  /// @param stop knows when the run has ended
  static ChannelEventLoop create(Stop stop) {
    ChannelEventLoop loop = create(Epoll.isAvailable());
    stop.whenEnded(loop::close);
    return loop;
  }

  static ChannelEventLoop create(boolean epoll) {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("spanner-channels").factory();
    return epoll
        ? new ChannelEventLoop(new EpollEventLoopGroup(1, threads), EpollSocketChannel.class)
        : new ChannelEventLoop(new NioEventLoopGroup(1, threads), NioSocketChannel.class);
  }

  /// Returns the builder of a channel that this event loop serves.
  ManagedChannelBuilder<?> serving(ManagedChannelBuilder<?> channel) {
    return channel instanceof NettyChannelBuilder netty
        ? netty.eventLoopGroup(group).channelType(type)
        : channel;
  }

  /// Closes the connections that are still open, and waits up to 25 ms for the end of the thread.
  /// May be called several times.
  @Override
  public void close() {
    boolean _ =
        group
            .shutdownGracefully(0, END.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(END.toMillis());
  }
}
