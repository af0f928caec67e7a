// floor PORTS ROUNDS: what the kernel alone takes for audio packets on this machine, in microseconds of CPU time a packet:
// 172 bytes to and from PORTS sockets over loopback, ROUNDS times. Prints one line of JSON.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LENGTH = 172, BATCH = 128, MOST = 4096 };

static int sockets[MOST];
static struct sockaddr_in addresses[MOST];
static char packets[BATCH][LENGTH];
static struct mmsghdr messages[BATCH];
static struct iovec parts[BATCH];

static double cpuUs(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static int openSocket(struct sockaddr_in *address) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof *address;
  if (fd < 0 || bind(fd, (struct sockaddr *)address, size) || getsockname(fd, (struct sockaddr *)address, &size)) {
    perror("socket");
    exit(1);
  }
  return fd;
}

// One packet to each socket, each from the socket before it: as calls with a port of their own do.
static void sendFromEach(int count) {
  for (int at = 0; at < count; at++)
    sendto(sockets[at], packets[0], LENGTH, 0, (struct sockaddr *)&addresses[(at + 1) % count], sizeof addresses[0]);
}

// The same through one socket and sendmmsg.
static void sendShared(int count) {
  for (int from = 0; from < count; from += BATCH) {
    int some = count - from < BATCH ? count - from : BATCH;
    for (int at = 0; at < some; at++) {
      parts[at] = (struct iovec){packets[at], LENGTH};
      messages[at].msg_hdr = (struct msghdr){.msg_name = &addresses[from + at], .msg_namelen = sizeof addresses[0], .msg_iov = &parts[at],
                                            .msg_iovlen = 1};
    }
    sendmmsg(sockets[0], messages, some, 0);
  }
}

// Everything that waits, found by epoll, one recvfrom each. Returns how many.
static long receiveAll(int poller) {
  struct epoll_event events[BATCH];
  char packet[2048];
  long received = 0;
  int ready;
  while ((ready = epoll_wait(poller, events, BATCH, 0)) > 0) {
    for (int at = 0; at < ready; at++) {
      struct sockaddr_in from;
      socklen_t size = sizeof from;
      if (recvfrom(events[at].data.fd, packet, sizeof packet, MSG_DONTWAIT, (struct sockaddr *)&from, &size) >= 0) received++;
    }
  }
  return received;
}

int main(int count, char **words) {
  if (count != 3) return fputs("floor PORTS ROUNDS\n", stderr), 2;
  int ports = atoi(words[1]), rounds = atoi(words[2]);
  if (ports < 1 || ports > MOST) return fputs("1 to 4096 ports\n", stderr), 2;
  int poller = epoll_create1(0);
  for (int at = 0; at < ports; at++) {
    sockets[at] = openSocket(&addresses[at]);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = sockets[at]};
    epoll_ctl(poller, EPOLL_CTL_ADD, sockets[at], &event);
  }
  double each = 0, shared = 0, receive = 0;
  long received = 0;
  for (int round = 0; round < rounds; round++) {
    double start = cpuUs();
    sendFromEach(ports);
    double sent = cpuUs();
    received += receiveAll(poller);
    double read = cpuUs();
    each += sent - start, receive += read - sent;
    sendShared(ports);
    double sentShared = cpuUs();
    received += receiveAll(poller);
    shared += sentShared - read, receive += cpuUs() - sentShared;
  }
  double packetsSent = (double)ports * rounds;
  printf("{\"sendOwnSocketUs\":%.2f,\"sendSharedSocketUs\":%.2f,\"receiveUs\":%.2f,\"lost\":%.0f}\n", each / packetsSent, shared / packetsSent,
         receive / received, 2 * packetsSent - received);
  return 0;
}
